package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// `linux.resources` of the OCI runtime spec: the limits of a container. Null means no limit.
///
/// @param memory see [LinuxMemory]
/// @param cpu see [LinuxCpu]
/// @param pids see [LinuxPids]
/// @param blockIO see [LinuxBlockIO]
public record LinuxResources(
    @Nullable LinuxMemory memory,
    @Nullable LinuxCpu cpu,
    @Nullable LinuxPids pids,
    @Nullable LinuxBlockIO blockIO) {
  /// No limits.
  public static final LinuxResources UNLIMITED = new LinuxResources(null, null, null);

  /// Without a limit on block I/O.
  public LinuxResources(
      @Nullable LinuxMemory memory, @Nullable LinuxCpu cpu, @Nullable LinuxPids pids) {
    this(memory, cpu, pids, null);
  }
}
