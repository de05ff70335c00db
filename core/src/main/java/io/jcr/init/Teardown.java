package io.jcr.init;

import java.nio.file.Path;
import java.util.List;

/// What the supervisor adds to a trace when everything is undone: when that began and how long it
/// took, both in microseconds.
///
/// @param file the trace, which exists; the supervisor opens it at once, and writes to it at the
///   end
/// @param tail how many bytes at the file's end the text takes the place of
/// @param zero when the trace's times begin, CLOCK_MONOTONIC in nanoseconds
/// @param text three pieces: before the begin, between it and the duration, and behind that
public record Teardown(Path file, long tail, long zero, List<String> text) {
  private static final int PIECES = 3;

  public Teardown {
    text = List.copyOf(text);
    if (text.size() != PIECES) {
      throw new IllegalArgumentException("pieces: " + text);
    }
  }
}
