package io.jcr.cli.container;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A line of a container's log, in the format of the Container Runtime Interface: `TIME STREAM TAG
/// TEXT`.
///
/// @param time when it was written
/// @param error whether it was written to standard error
/// @param whole whether it ends a line (tag `F`), or the line continues in the next record of its
///   stream
/// @param text the text that was written
record LogRecord(Instant time, boolean error, boolean whole, String text) {
  private static final int FIELDS = 4;

  /// Reads a line.
  ///
  /// @return empty if it is not a record
  static Optional<LogRecord> parse(String line) {
    String[] fields = line.split(" ", FIELDS);
    if (fields.length < FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LogRecord(
              Instant.parse(fields[0]),
              fields[1].equals("stderr"),
              fields[2].equals("F"),
              fields[3]));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
