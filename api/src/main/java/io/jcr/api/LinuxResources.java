package io.jcr.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `linux.resources` of the OCI runtime spec: the limits of a container. Null means no limit.
///
/// @param memory see [LinuxMemory]
/// @param cpu see [LinuxCpu]
/// @param pids see [LinuxPids]
/// @param blockIO see [LinuxBlockIO]
/// @param devices see [LinuxDeviceCgroup]; in the order in which they apply
public record LinuxResources(
    @Nullable LinuxMemory memory,
    @Nullable LinuxCpu cpu,
    @Nullable LinuxPids pids,
    @Nullable LinuxBlockIO blockIO,
    List<LinuxDeviceCgroup> devices) {
  /// No limits.
  public static final LinuxResources UNLIMITED = new LinuxResources(null, null, null);

  public LinuxResources {
    devices = List.copyOf(devices);
  }

  /// Without rules for devices.
  public LinuxResources(
      @Nullable LinuxMemory memory,
      @Nullable LinuxCpu cpu,
      @Nullable LinuxPids pids,
      @Nullable LinuxBlockIO blockIO) {
    this(memory, cpu, pids, blockIO, List.of());
  }

  /// Without a limit on block I/O.
  public LinuxResources(
      @Nullable LinuxMemory memory, @Nullable LinuxCpu cpu, @Nullable LinuxPids pids) {
    this(memory, cpu, pids, null);
  }

  /// Whether there is a limit for which a cgroup is needed: one on memory, CPU, processes or block
  /// I/O.
  public boolean limited() {
    return memory != null || cpu != null || pids != null || blockIO != null;
  }
}
