package io.jcr.spi.contract;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Sample limits, and the content of the kernel's files when they are set.
public enum SampleLimit {
  /// 64 MiB.
  MEMORY,
  /// Half a processor.
  CPU,
  /// 32 processes.
  PIDS,
  /// The first processor.
  CPUSET,
  /// 10 MiB read and 5 MiB written per second.
  IO;

  /// The disk in [ResourceLimiterContract#facts].
  public static final String DEVICE = "254:0";

  private static final LinuxBlockIO BLOCK_IO = new LinuxBlockIO(10L << 20, 5L << 20, 0, 0);

  /// All of them together.
  public static LinuxResources all() {
    return together(EnumSet.allOf(SampleLimit.class));
  }

  /// Some of them together.
  public static LinuxResources together(Set<SampleLimit> limits) {
    boolean cpu = limits.contains(CPU);
    boolean cpuset = limits.contains(CPUSET);
    return new LinuxResources(
        limits.contains(MEMORY) ? new LinuxMemory(64L << 20) : null,
        cpu || cpuset
            ? new LinuxCpu(cpu ? 50_000 : 0, LinuxCpu.DEFAULT_PERIOD, cpuset ? "0" : null)
            : null,
        limits.contains(PIDS) ? new LinuxPids(32) : null,
        limits.contains(IO) ? BLOCK_IO : null);
  }

  /// The cgroups(7) controller that enforces it, by its name in version 2.
  public String controller() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The name of that controller in `version`: `blkio` in version 1.
  public String controller(int version) {
    return version == 1 && this == IO ? "blkio" : controller();
  }

  /// This limit alone.
  public LinuxResources resources() {
    return together(EnumSet.of(this));
  }

  /// Whether these control files, by name, set this limit in v1 or v2.
  ///
  /// @param disk the disk that [#IO] applies to, as `MAJOR:MINOR`
  public boolean isIn(Map<String, String> written, String disk) {
    return files(disk).stream().anyMatch(f -> written.entrySet().containsAll(f.entrySet()));
  }

  private List<Map<String, String>> files(String disk) {
    return switch (this) {
      case MEMORY ->
          List.of(Map.of("memory.limit_in_bytes", "67108864"), Map.of("memory.max", "67108864"));
      case CPU ->
          List.of(
              Map.of("cpu.cfs_quota_us", "50000", "cpu.cfs_period_us", "100000"),
              Map.of("cpu.max", "50000 100000"));
      case PIDS -> List.of(Map.of("pids.max", "32"));
      case CPUSET -> List.of(Map.of("cpuset.cpus", "0"));
      case IO ->
          List.of(
              Map.of(
                  "blkio.throttle.read_bps_device", disk + " 10485760",
                  "blkio.throttle.write_bps_device", disk + " 5242880"),
              Map.of("io.max", disk + " rbps=10485760 wbps=5242880"));
    };
  }
}
