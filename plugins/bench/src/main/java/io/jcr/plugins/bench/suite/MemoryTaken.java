package io.jcr.plugins.bench.suite;

import java.util.Locale;
import java.util.OptionalDouble;

/// By how much the memory that the machine has available fell for instances. Everything else that
/// runs moves that number too: what it was before they were started and after they were gone shows
/// by how much. What is not more than that drift says nothing about the instances.
///
/// @param before available before the first was started, in bytes
/// @param alive available when all were alive
/// @param after available when all were gone
/// @param instances how many there were
record MemoryTaken(long before, long alive, long after, int instances) {
  private static final double MEBIBYTE = 1L << 20;

  /// Taken by all of them.
  private double all() {
    return (before + after) / 2.0 - alive;
  }

  private double drift() {
    return Math.abs((double) before - after);
  }

  /// Taken by one, in bytes; empty where the drift is larger than what all of them took.
  OptionalDouble each() {
    return instances > 0 && all() > drift()
        ? OptionalDouble.of(all() / instances)
        : OptionalDouble.empty();
  }

  /// Why there is none.
  String complaint() {
    return String.format(
        Locale.ROOT,
        "memory taken from the machine is unknown: what else runs moved the available memory by %.1f MiB",
        drift() / MEBIBYTE);
  }
}
