package io.jcr.cli;

import java.util.Locale;

/// A [TraceReport] for people: milliseconds since the start, microseconds that it took, who asked
/// for it, what it was.
final class TraceText {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;

  private TraceText() {}

  static String of(TraceReport report) {
    StringBuilder text = new StringBuilder();
    for (TraceReport.Event event : report.events()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%9.3f ms %9.1f µs  %-20s %s%s%n",
              (event.end() - report.start()) / NANOS_PER_MILLI,
              (event.end() - event.begin()) / NANOS_PER_MICRO,
              event.backend(),
              indent(event.lane()),
              event.text()));
    }
    return text.toString();
  }

  private static String indent(TraceReport.Lane lane) {
    return switch (lane) {
      case PHASE -> "── ";
      case HOST -> "";
      case PROCESS -> "  [pid 1] ";
    };
  }
}
