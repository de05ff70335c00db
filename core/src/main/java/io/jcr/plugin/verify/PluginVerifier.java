package io.jcr.plugin.verify;

import java.util.function.Consumer;

/// Checks a plugin. Found by `ServiceLoader` in the jars of the distribution's `lib/verify`.
public interface PluginVerifier {
  /// Makes all checks.
  ///
  /// @param told is told each check when it was made
  void verify(VerifyRequest request, Consumer<Check> told);
}
