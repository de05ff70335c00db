package io.jcr.running;

import org.jspecify.annotations.Nullable;

/// What a container uses at one moment. A figure is null where the kernel does not tell it: without
/// the controller, or in a kernel that is too old.
///
/// @param at when it was read, as [System#nanoTime]
/// @param cpuNanos the CPU time used since its start
/// @param memory the bytes of memory it has, without the page cache that the kernel would drop
///   first
/// @param memoryLimit the most that it can have: the tightest limit above it, or the machine's
///   memory
/// @param memoryPeak the most that it has had, with the page cache
/// @param received the bytes that its network interfaces have received
/// @param sent the bytes that they have sent
/// @param read the bytes that it has read from disks
/// @param written the bytes that it has written to them
/// @param pids how many processes and threads it has
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

  /// How much of one processor it has used since `before`, in percent; with two processors up to
  /// 200. Null when it cannot be told.
  public @Nullable Double cpuPercent(@Nullable ContainerUsage before) {
    if (before == null || before.cpuNanos == null || cpuNanos == null || at <= before.at) {
      return null;
    }
    return PERCENT * Math.max(0, cpuNanos - before.cpuNanos) / (at - before.at);
  }

  /// How much of its limit it has, in percent.
  public @Nullable Double memoryPercent() {
    return memory == null || memoryLimit == null || memoryLimit == 0
        ? null
        : PERCENT * memory / memoryLimit;
  }
}
