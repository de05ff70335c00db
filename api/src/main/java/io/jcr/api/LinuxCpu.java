package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// `linux.resources.cpu` of the OCI runtime spec.
///
/// @param quota microseconds of CPU time in each `period`, or 0 for no limit; the kernel's minimum
///   is 1000
/// @param period length of a period in microseconds, 1000 to 1000000
/// @param cpus the processors it may use, in the list format of cpuset(7) such as `0-1,4`, or null
///   for all
public record LinuxCpu(long quota, long period, @Nullable String cpus) {
  /// The kernel's default period.
  public static final long DEFAULT_PERIOD = 100_000;

  private static final long MIN_PERIOD = 1_000;
  private static final long MAX_PERIOD = 1_000_000;

  public LinuxCpu {
    if (quota != 0 && quota < MIN_PERIOD) {
      throw new IllegalArgumentException(
          "cpu quota " + quota + " is below the kernel's minimum of 1000 µs");
    }
    if (period < MIN_PERIOD || period > MAX_PERIOD) {
      throw new IllegalArgumentException(
          "cpu period " + period + " is not between 1000 and 1000000 µs");
    }
  }
}
