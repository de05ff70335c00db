package io.jcr.plugins.demo;

import java.io.IOException;

/// Which keys lead to the next scene, and which end the demo.
final class Pager {
  /// The prompt.
  static final String QUESTION = "-- space: next scene, q: quit --";

  private static final int END_OF_INPUT = -1;
  private static final int CTRL_D = 4;

  /// Where keys come from.
  interface Keyboard {
    /// Waits for the next byte, -1 at the end of input.
    int read() throws IOException;
  }

  private Pager() {}

  /// Reads keys until one of them is an answer. Others, such as the bytes of an arrow key, are
  /// ignored.
  ///
  /// @return whether to continue
  static boolean goesOn(Keyboard keyboard) throws IOException {
    while (true) {
      switch (keyboard.read()) {
        case ' ', '\n', '\r' -> {
          return true;
        }
        case 'q', 'Q', CTRL_D, END_OF_INPUT -> {
          return false;
        }
        default -> {}
      }
    }
  }
}
