package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/// How a process ended, and what it has said.
///
/// @param command what was run
/// @param status its exit status, 128+N when signal N killed it
record Result(List<String> command, int status, String output, String errors) {
  /// Requires success without a word on standard error.
  Result succeeded() {
    assertEquals("", errors, () -> "standard error of " + this);
    return exited(0);
  }

  Result exited(int expected) {
    assertEquals(expected, status, () -> "exit status of " + this);
    return this;
  }

  /// Requires failure with one line on standard error, and none on standard output.
  ///
  /// @param sentence what it says, a regular expression for all of the line
  Result failed(int expected, String sentence) {
    exited(expected);
    assertEquals("", output, () -> "standard output of " + this);
    List<String> lines = errors.lines().toList();
    assertEquals(1, lines.size(), () -> "one sentence on standard error of " + this);
    assertTrue(
        lines.getFirst().matches(sentence),
        () -> "«" + lines.getFirst() + "» is not «" + sentence + "»");
    return this;
  }

  /// The lines of its standard output.
  List<String> lines() {
    return output.lines().toList();
  }

  /// Its standard output, which is one line.
  String line() {
    List<String> lines = lines();
    assertEquals(1, lines.size(), () -> "lines on standard output of " + this);
    return lines.getFirst();
  }

  Json json() {
    return Json.parse(output);
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + "\nexit status "
        + status
        + "\nstdout: "
        + output
        + "\nstderr: "
        + errors;
  }
}
