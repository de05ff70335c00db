package io.jcr.plugins.limiter;

import io.jcr.api.LinuxMemory;
import io.jcr.spi.Limits;

/// The message when the kernel has killed processes because of the memory limit.
final class OutOfMemory {
  private static final String UNITS = "KMGTPE";

  private OutOfMemory() {}

  /// @param events the file that counts this as `oom_kill`
  /// @param peak the file with the peak usage
  static Limits.Note note(ControlGroup group, LinuxMemory memory, String events, String peak) {
    return group.note(
        events,
        "oom_kill",
        peak,
        "a process was killed by its memory limit of " + text(memory.limit()) + " (peak %p MiB)");
  }

  /// `100M` for 104857600: in the largest unit that gives a whole number.
  static String text(long bytes) {
    int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.length());
    return unit == 0 ? bytes + " bytes" : (bytes >> (10 * unit)) + "" + UNITS.charAt(unit - 1);
  }
}
