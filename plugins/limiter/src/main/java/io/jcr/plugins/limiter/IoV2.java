package io.jcr.plugins.limiter;

import io.jcr.api.LinuxBlockIO;

/// The [io controller](https://docs.kernel.org/admin-guide/cgroup-v2.html#io) of cgroup v2.
/// Together with the memory controller, which every container has, it also limits later writes from
/// the page cache, where the file system can tell whose they are (ext4, btrfs, xfs …).
final class IoV2 extends DiskIo {
  @Override
  public String name() {
    return "io";
  }

  @Override
  void throttle(String device, LinuxBlockIO io, ControlGroup group) {
    group.set(
        "io.max",
        device
            + rate("rbps", io.throttleReadBps())
            + rate("wbps", io.throttleWriteBps())
            + rate("riops", io.throttleReadIops())
            + rate("wiops", io.throttleWriteIops()));
  }

  private static String rate(String key, long value) {
    return value == 0 ? "" : " " + key + "=" + value;
  }
}
