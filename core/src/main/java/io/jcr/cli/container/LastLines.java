package io.jcr.cli.container;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// The last lines of a log (`--tail`). A line may consist of several records, of which only the
/// last is whole. An unfinished line counts too, as in tail(1).
final class LastLines {
  private final int limit;
  private final Deque<LogRecord> records = new ArrayDeque<>();
  private int lines;

  /// @param limit the number of lines to keep
  LastLines(int limit) {
    this.limit = limit;
  }

  /// Adds a record and drops surplus lines.
  void add(LogRecord record) {
    if (limit == 0) {
      return;
    }
    if (records.isEmpty() || records.getLast().whole()) {
      lines++;
    }
    records.addLast(record);
    if (lines > limit) {
      while (!records.removeFirst().whole()) {
        // the rest of the line, too
      }
      lines--;
    }
  }

  void forEach(Consumer<LogRecord> action) {
    records.forEach(action);
  }
}
