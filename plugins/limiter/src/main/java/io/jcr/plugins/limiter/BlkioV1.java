package io.jcr.plugins.limiter;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The [blkio controller](https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html) of
/// cgroup v1. It limits what is read from the disk and what is written to it directly (O_DIRECT);
/// what goes through the page cache is written later by the kernel, which is in no container.
final class BlkioV1 implements Controller<LinuxBlockIO> {
  @Override
  public String name() {
    return "blkio";
  }

  @Override
  public @Nullable LinuxBlockIO limitIn(LinuxResources resources) {
    return resources.blockIO();
  }

  @Override
  public boolean accounts() {
    return false;
  }

  @Override
  public void check(LinuxBlockIO io, ControlGroup group) {
    var _ = group.rootDevices();
  }

  @Override
  public void set(LinuxBlockIO io, ControlGroup group) {
    for (String device : group.rootDevices()) {
      set(group, device, "read_bps", io.throttleReadBps());
      set(group, device, "write_bps", io.throttleWriteBps());
      set(group, device, "read_iops", io.throttleReadIops());
      set(group, device, "write_iops", io.throttleWriteIops());
    }
  }

  private static void set(ControlGroup group, String device, String rate, long value) {
    if (value != 0) {
      group.set("blkio.throttle." + rate + "_device", device + " " + value);
    }
  }
}
