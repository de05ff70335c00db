package io.jcr.plugins.bench.suite;

import java.util.OptionalDouble;

/// By how much the memory that the machine has available fell for instances. Everything else that
/// runs moves that number too; the difference between before the first and after the last shows by
/// how much. What is not more than that drift says nothing about the instances.
///
/// @param before available before the first was started, in bytes
/// @param alive available when all were alive
/// @param after available when all were gone
/// @param instances how many there were
record MemoryTaken(long before, long alive, long after, int instances) {
  /// Taken by all of them.
  private double all() {
    return (before + after) / 2.0 - alive;
  }

  /// How much the machine's available memory had changed when all were gone, in bytes, whichever
  /// way.
  double drift() {
    return Math.abs((double) before - after);
  }

  /// Taken by one, in bytes; empty where the drift is larger than what all of them took.
  OptionalDouble each() {
    return instances > 0 && all() > drift()
        ? OptionalDouble.of(all() / instances)
        : OptionalDouble.empty();
  }
}
