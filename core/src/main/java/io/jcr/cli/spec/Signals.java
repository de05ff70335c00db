package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import io.jcr.linux.SignalNames;
import java.util.Locale;

/// Signals as options name them.
public final class Signals {
  private static final int LAST = 64;

  private Signals() {}

  /// The number of a signal: `SIGTERM`, `TERM`, `term` or `15`.
  ///
  /// @param option what it was given for, for the message
  /// @throws UsageException when there is none
  public static int number(String option, String text) {
    int named = SignalNames.number(text.toUpperCase(Locale.ROOT));
    if (named > 0) {
      return named;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= LAST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        option + "=" + text + ": no such signal: expected a name of signal(7), or 1 to " + LAST);
  }

  /// The name of a signal, or its number when it has none (real-time signals).
  public static String name(String option, String text) {
    return name(number(option, text));
  }

  /// The name of the signal `number`, or its number when it has none.
  public static String name(int number) {
    return SignalNames.of(number);
  }
}
