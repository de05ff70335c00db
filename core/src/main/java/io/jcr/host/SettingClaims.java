package io.jcr.host;

import java.nio.file.Path;

/// Applies settings that containers share.
interface SettingClaims {
  /// Claims the value `value` of the sysctl `file` for the container `owner`.
  ///
  /// @param apply sets it; called unless the value was already in force without jcr
  void claim(Path file, String value, Path owner, Journal journal, Runnable apply);
}
