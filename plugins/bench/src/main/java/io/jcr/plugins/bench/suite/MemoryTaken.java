package io.jcr.plugins.bench.suite;

import java.util.OptionalDouble;

/// The drop in the machine's available memory caused by instances. Everything else that runs also
/// changes that number; the difference between before the first and after the last shows how much.
/// A drop within that drift says nothing about the instances.
///
/// @param before available before the first was started, in bytes
/// @param alive available when all were alive
/// @param after available when all were gone
/// @param instances the number of instances
record MemoryTaken(long before, long alive, long after, int instances) {
  /// The memory taken by all of them.
  private double all() {
    return (before + after) / 2.0 - alive;
  }

  /// How much the machine's available memory had changed when all were gone, in bytes, in either
  /// direction.
  double drift() {
    return Math.abs((double) before - after);
  }

  /// The memory taken by one, in bytes; empty if the drift is larger than what all of them took.
  OptionalDouble each() {
    return instances > 0 && all() > drift()
        ? OptionalDouble.of(all() / instances)
        : OptionalDouble.empty();
  }
}
