package io.jcr.plugins.limiter;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The controller of block devices, which has a different name and different files in each version
/// of cgroups: what is common to both.
abstract sealed class DiskIo implements Controller<LinuxBlockIO> permits BlkioV1, IoV2 {
  @Override
  public final @Nullable LinuxBlockIO limitIn(LinuxResources resources) {
    return resources.blockIO();
  }

  /// I/O is counted only with a limit, because counting has a small cost.
  @Override
  public final boolean accounts() {
    return false;
  }

  @Override
  public final void check(LinuxBlockIO io, ControlGroup group) {
    var _ = group.rootDevices();
  }

  @Override
  public final void set(LinuxBlockIO io, ControlGroup group) {
    for (String device : group.rootDevices()) {
      throttle(device, io, group);
    }
  }

  /// Writes the limits of one disk that are not 0.
  ///
  /// @param device `MAJOR:MINOR`
  abstract void throttle(String device, LinuxBlockIO io, ControlGroup group);
}
