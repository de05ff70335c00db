package io.jcr.linux;

import java.util.List;

/// The names of signal(7), by their numbers on x86-64 and AArch64.
public final class SignalNames {
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final String PREFIX = "SIG";

  private SignalNames() {}

  /// The name of the signal `number`, or its number when it has none (real-time signals).
  public static String of(int number) {
    return number >= 1 && number <= NAMES.size() ? PREFIX + NAMES.get(number - 1) : "" + number;
  }

  /// The number of the signal `name`, in capitals, with or without `SIG`; 0 when there is none.
  public static int number(String name) {
    return NAMES.indexOf(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name) + 1;
  }
}
