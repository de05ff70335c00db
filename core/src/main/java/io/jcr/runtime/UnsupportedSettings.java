package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
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
      throw new UsageException("config.json has hooks: jcr runs none (remove them)");
    }
    DeviceRules.check(spec);
  }
}
