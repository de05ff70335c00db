package io.jcr.spi.contract;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One limit each, and what the kernel's files hold when it is set.
public enum SampleLimit {
  /// 64 MiB.
  MEMORY,
  /// Half a processor.
  CPU,
  /// 32 processes.
  PIDS,
  /// The first processor.
  CPUSET,
  /// 10 MiB read and 5 MiB written in a second.
  IO;

  /// The disk that [ResourceLimiterContract#facts] tells of.
  public static final String DEVICE = "254:0";

  private static final LinuxBlockIO BLOCK_IO = new LinuxBlockIO(10L << 20, 5L << 20, 0, 0);

  /// All of them together.
  public static LinuxResources all() {
    return new LinuxResources(
        new LinuxMemory(64L << 20),
        new LinuxCpu(50_000, 100_000, "0"),
        new LinuxPids(32),
        BLOCK_IO);
  }

  /// The controller of cgroups(7) that keeps it, in the words of version 2.
  public String controller() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the controllers of `version` that keep it are called there: version 1 has `blkio`.
  public String controller(int version) {
    return version == 1 && this == IO ? "blkio" : controller();
  }

  /// This limit alone.
  public LinuxResources resources() {
    LinuxResources all = all();
    return switch (this) {
      case MEMORY -> new LinuxResources(all.memory(), null, null);
      case CPU -> new LinuxResources(null, new LinuxCpu(50_000, 100_000, null), null);
      case PIDS -> new LinuxResources(null, null, all.pids());
      case CPUSET -> new LinuxResources(null, new LinuxCpu(0, LinuxCpu.DEFAULT_PERIOD, "0"), null);
      case IO -> new LinuxResources(null, null, null, BLOCK_IO);
    };
  }

  /// Whether these control files, by name, are what v1 or v2 wants for it.
  public boolean isIn(Map<String, String> written) {
    return files().stream().anyMatch(f -> written.entrySet().containsAll(f.entrySet()));
  }

  private List<Map<String, String>> files() {
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
                  "blkio.throttle.read_bps_device", DEVICE + " 10485760",
                  "blkio.throttle.write_bps_device", DEVICE + " 5242880"),
              Map.of("io.max", DEVICE + " rbps=10485760 wbps=5242880"));
    };
  }
}
