package io.jcr.api;

/// An entry of `linux.timeOffsets` in the OCI runtime spec, see time_namespaces(7).
///
/// @param secs seconds, may be negative
/// @param nanosecs nanoseconds, 0 to 999999999
public record LinuxTimeOffset(long secs, long nanosecs) {
  public LinuxTimeOffset {
    if (nanosecs < 0 || nanosecs > 999_999_999L) {
      throw new IllegalArgumentException("time offset: " + nanosecs + " ns");
    }
  }
}
