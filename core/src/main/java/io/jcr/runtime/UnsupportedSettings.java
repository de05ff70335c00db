package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Linux;
import io.jcr.api.LinuxPersonality;
import io.jcr.api.UsageException;

/// Settings of the OCI runtime spec that jcr can read and write, but not apply. A container that
/// has them is refused: it would silently be another one than its `config.json` says.
final class UnsupportedSettings {
  private UnsupportedSettings() {}

  /// Checks them before anything else.
  ///
  /// @throws UsageException for the first one
  static void check(ContainerSpec spec) {
    if (!spec.hooks().isEmpty()) {
      throw refusal("hooks", "jcr runs none (remove them)");
    }
    Linux linux = spec.linux();
    if (linux.personality() != null && linux.personality() != LinuxPersonality.LINUX) {
      throw refusal(
          "linux.personality " + linux.personality(), "jcr does not change it (remove it)");
    }
  }

  private static UsageException refusal(String setting, String reason) {
    return new UsageException("config.json has " + setting + ": " + reason);
  }
}
