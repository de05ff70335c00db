package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// `linux.resources` of the OCI runtime spec: what a container may use. A part that is null is not
/// limited.
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
  /// Nothing is limited.
  public static final LinuxResources UNLIMITED = new LinuxResources(null, null, null);

  /// Without a limit of block input and output.
  public LinuxResources(
      @Nullable LinuxMemory memory, @Nullable LinuxCpu cpu, @Nullable LinuxPids pids) {
    this(memory, cpu, pids, null);
  }
}
