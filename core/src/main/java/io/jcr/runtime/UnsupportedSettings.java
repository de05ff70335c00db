package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Hook;
import io.jcr.api.UsageException;
import java.util.List;

/// Settings of the OCI runtime spec that jcr can read and write, but not apply. A container that
/// has them is refused: it would silently be another one than its `config.json` says.
final class UnsupportedSettings {
  private UnsupportedSettings() {}

  /// Checks them before anything else.
  ///
  /// @throws UsageException for the first one
  static void check(ContainerSpec spec) {
    refuse("createContainer", spec.hooks().createContainer());
    refuse("startContainer", spec.hooks().startContainer());
    DeviceRules.check(spec);
  }

  private static void refuse(String kind, List<Hook> hooks) {
    if (!hooks.isEmpty()) {
      throw new UsageException(
          "config.json has hooks." + kind + ": jcr runs no hooks in the container (remove it)");
    }
  }
}
