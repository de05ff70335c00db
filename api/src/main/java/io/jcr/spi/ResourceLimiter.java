package io.jcr.spi;

import io.jcr.api.ContainerSpec;

/// How `spec.resources()` are enforced: `--limiter`.
public interface ResourceLimiter extends Backend {
  /// Creates the container's cgroups and sets its limits through `host`; without limits asked,
  /// cgroups that only account.
  ///
  /// @throws io.jcr.api.UnsupportedException when a limit was asked for whose controller is missing
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  Limits create(ContainerSpec spec, Host host);
}
