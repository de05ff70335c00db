package io.jcr.running;

import org.jspecify.annotations.Nullable;

/// What a container uses at one time. A number is null if the kernel does not provide it, because
/// the controller is missing or the kernel is too old.
///
/// @param at the time of reading, as [System#nanoTime]
/// @param cpuNanos the CPU time used since its start
/// @param memory its memory in bytes, without the page cache that the kernel would drop first
/// @param memoryLimit its maximum memory: the tightest limit that applies, or the machine's memory
/// @param memoryPeak its peak memory, with the page cache
/// @param received bytes received by its network interfaces
/// @param sent bytes sent by them
/// @param read bytes read from disks
/// @param written bytes written to disks
/// @param pids its number of processes and threads
public record ContainerUsage(
    long at,
    @Nullable Long cpuNanos,
    @Nullable Long memory,
    @Nullable Long memoryLimit,
    @Nullable Long memoryPeak,
    @Nullable Long received,
    @Nullable Long sent,
    @Nullable Long read,
    @Nullable Long written,
    @Nullable Long pids) {
  private static final double PERCENT = 100;

  /// Its share of one processor since `before`, in percent; with two processors up to 200. Null if
  /// unknown.
  public @Nullable Double cpuPercent(@Nullable ContainerUsage before) {
    if (before == null || before.cpuNanos == null || cpuNanos == null || at <= before.at) {
      return null;
    }
    return PERCENT * Math.max(0, cpuNanos - before.cpuNanos) / (at - before.at);
  }

  /// Its memory as a percentage of the limit.
  public @Nullable Double memoryPercent() {
    return memory == null || memoryLimit == null || memoryLimit == 0
        ? null
        : PERCENT * memory / memoryLimit;
  }
}
