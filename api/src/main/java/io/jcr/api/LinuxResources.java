package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// `linux.resources` of the OCI runtime spec: what a container may use. A part that is null is not
/// limited.
///
/// @param memory see [LinuxMemory]
/// @param cpu see [LinuxCpu]
/// @param pids see [LinuxPids]
public record LinuxResources(
    @Nullable LinuxMemory memory, @Nullable LinuxCpu cpu, @Nullable LinuxPids pids) {
  /// Nothing is limited.
  public static final LinuxResources UNLIMITED = new LinuxResources(null, null, null);
}
