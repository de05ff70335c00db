package io.jcr.plugins.limiter;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The [io controller](https://docs.kernel.org/admin-guide/cgroup-v2.html#io) of cgroup v2. With
/// the memory controller, which every container has, it also limits what is written later from the
/// page cache, where the file system can tell whose it is (ext4, btrfs, xfs …).
final class IoV2 implements Controller<LinuxBlockIO> {
  @Override
  public String name() {
    return "io";
  }

  @Override
  public @Nullable LinuxBlockIO limitIn(LinuxResources resources) {
    return resources.blockIO();
  }

  /// What is read and written is of interest with a limit only, and costs a little.
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
    String rates =
        rate("rbps", io.throttleReadBps())
            + rate("wbps", io.throttleWriteBps())
            + rate("riops", io.throttleReadIops())
            + rate("wiops", io.throttleWriteIops());
    group.rootDevices().forEach(device -> group.set("io.max", device + rates));
  }

  private static String rate(String key, long value) {
    return value == 0 ? "" : " " + key + "=" + value;
  }
}
