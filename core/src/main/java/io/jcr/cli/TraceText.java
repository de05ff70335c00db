package io.jcr.cli;

/// A [TraceReport] for people: milliseconds since the start, microseconds that it took, who asked
/// for it, what it was.
final class TraceText {
  private static final int TIME_WIDTH = 9;
  private static final int BACKEND_WIDTH = 20;
  private static final long NANOS_PER_MICRO = 1_000;

  private TraceText() {}

  /// Without a Formatter, which a cold JVM reads for longer than all that is formatted takes.
  static String of(TraceReport report) {
    StringBuilder text = new StringBuilder();
    for (TraceReport.Event event : report.events()) {
      long since = (event.end() - report.start() + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
      long took = (event.end() - event.begin() + 50) / 100;
      right(fraction(since, 1000), text).append(" ms ");
      right(fraction(took, 10), text).append(" µs  ");
      String backend = event.backend();
      text.append(backend)
          .repeat(' ', Math.max(0, BACKEND_WIDTH - backend.length()))
          .append(' ')
          .append(indent(event.lane()))
          .append(event.result())
          .append('\n');
    }
    return text.toString();
  }

  /// `number` divided by a power of ten, with all its digits.
  private static String fraction(long number, int power) {
    String digits = Long.toString(power + number % power).substring(1);
    return number / power + "." + digits;
  }

  private static StringBuilder right(String number, StringBuilder text) {
    return text.repeat(' ', Math.max(0, TIME_WIDTH - number.length())).append(number);
  }

  private static String indent(TraceReport.Lane lane) {
    return switch (lane) {
      case PHASE -> "── ";
      case HOST -> "";
      case PROCESS -> "  [pid 1] ";
    };
  }
}
