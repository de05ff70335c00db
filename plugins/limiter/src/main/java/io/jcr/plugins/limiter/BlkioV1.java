package io.jcr.plugins.limiter;

import io.jcr.api.LinuxBlockIO;

/// The [blkio controller](https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html) of
/// cgroup v1. It limits reads from the disk and direct writes (O_DIRECT). Writes through the page
/// cache are not limited: the kernel makes them later, outside any container.
final class BlkioV1 extends DiskIo {
  @Override
  public String name() {
    return "blkio";
  }

  @Override
  void throttle(String device, LinuxBlockIO io, ControlGroup group) {
    set(group, device, "read_bps", io.throttleReadBps());
    set(group, device, "write_bps", io.throttleWriteBps());
    set(group, device, "read_iops", io.throttleReadIops());
    set(group, device, "write_iops", io.throttleWriteIops());
  }

  private static void set(ControlGroup group, String device, String rate, long value) {
    if (value != 0) {
      group.set("blkio.throttle." + rate + "_device", device + " " + value);
    }
  }
}
