package io.jcr.plugins.demo.model;

/// A line of a session.
///
/// @param kind who wrote it
/// @param text without the line terminator
public record Line(Kind kind, String text) {
  /// Who wrote a line.
  public enum Kind {
    /// The user: a command.
    TYPED,
    /// The program that was run.
    SAID
  }

  /// A program's line.
  public static Line said(String text) {
    return new Line(Kind.SAID, text);
  }

  /// A command.
  public static Line typed(String text) {
    return new Line(Kind.TYPED, text);
  }
}
