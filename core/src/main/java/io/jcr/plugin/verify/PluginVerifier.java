package io.jcr.plugin.verify;

import java.util.function.Consumer;

/// Checks a plugin. Found by `ServiceLoader` in the jars of the distribution's `lib/verify`.
public interface PluginVerifier {
  /// Runs all checks.
  ///
  /// @param told receives each check when it has run
  void verify(VerifyRequest request, Consumer<Check> told);
}
