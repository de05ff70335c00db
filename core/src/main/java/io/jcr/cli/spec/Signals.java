package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import java.util.List;
import java.util.Locale;

/// The names of signal(7), by their numbers on x86-64 and AArch64.
public final class Signals {
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final int LAST = 64;

  private Signals() {}

  /// The number of a signal: `SIGTERM`, `TERM`, `term` or `15`.
  ///
  /// @param option what it was given for, for the message
  /// @throws UsageException when there is none
  public static int number(String option, String text) {
    String name = text.toUpperCase(Locale.ROOT);
    int index = NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
    if (index >= 0) {
      return index + 1;
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
    return number >= 1 && number <= NAMES.size() ? "SIG" + NAMES.get(number - 1) : "" + number;
  }
}
