package io.jcr.plugins.limiter;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The controller of block devices, which each version of cgroups calls by another name and tells
/// in other files: what both do.
abstract sealed class DiskIo implements Controller<LinuxBlockIO> permits BlkioV1, IoV2 {
  @Override
  public final @Nullable LinuxBlockIO limitIn(LinuxResources resources) {
    return resources.blockIO();
  }

  /// What is read and written is of interest with a limit only, and costs a little.
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

  /// Writes the limits of one disk, those that are not 0.
  ///
  /// @param device `MAJOR:MINOR`
  abstract void throttle(String device, LinuxBlockIO io, ControlGroup group);
}
