package io.jcr.init;

/// What a detached container reads as its standard input.
public enum StandardInput {
  /// Nothing: `/dev/null`, or a terminal that nobody types on.
  NONE(0),
  /// Whatever attached clients send; it stays open when they leave (`docker run -di`).
  OPEN(1),
  /// As above, but it ends with the input of the first client that attached, or when that client
  /// leaves (`docker run -i`).
  ONCE(2);

  private final int code;

  StandardInput(int code) {
    this.code = code;
  }

  /// The number that stands for it in a packet.
  int code() {
    return code;
  }
}
