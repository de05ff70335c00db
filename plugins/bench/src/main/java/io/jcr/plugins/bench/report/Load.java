package io.jcr.plugins.bench.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What other programs did while jcr bench measured. This is the usual reason why a comparison
/// shows nothing: rounds take longer, so that fewer fit into the time limit, and they vary more.
///
/// @param others how many threads of other programs were running or ready to run, on average; null
///   if unknown
/// @param processors of the machine; 0 if unknown
record Load(@Nullable Double others, int processors) {
  /// Below this share of the processors, other programs cause hardly any delay.
  private static final double NOTICEABLE = 0.25;

  static Load of(Findings findings) {
    String processors = findings.machine().getOrDefault("processors", "0");
    boolean number = processors.matches("[0-9]{1,6}");
    return new Load(findings.othersRunning(), number ? Integer.parseInt(processors) : 0);
  }

  /// Whether others used enough of the processors to affect the numbers.
  boolean isBusy() {
    return others != null && processors > 0 && others >= NOTICEABLE * processors;
  }

  /// `on average 3.4 threads of other programs wanted to run on the 2 processors`.
  String text() {
    return others == null
        ? "other load was not recorded"
        : String.format(
            Locale.ROOT,
            "on average %.1f threads of other programs were runnable on the %s",
            others,
            processors == 1 ? "one processor" : processors + " processors");
  }
}
