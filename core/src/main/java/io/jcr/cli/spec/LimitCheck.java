package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.OwnLimits;
import org.jspecify.annotations.Nullable;

/// Knows which limits a limiter has beside those that jcr knows.
public interface LimitCheck {
  /// Checks them.
  ///
  /// @param limiter the chosen one; null for the default
  /// @param limits those that jcr itself doesn't know
  /// @throws io.jcr.api.UsageException when the limiter doesn't have one of them, or lacks one
  void check(@Nullable BackendChoice limiter, OwnLimits limits);
}
