package io.jcr.plugins.demo;

import io.jcr.spi.CommandContext;
import java.io.IOException;

/// Standard output, and the terminal that it may be.
///
/// @param isTerminal whether it is one
record Screen(boolean isTerminal) {
  private static final int WIDTH_OF_A_PIPE = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 140;

  static Screen of(CommandContext jcr) {
    return new Screen(jcr.isTerminal(1));
  }

  /// Whether the cursor can be moved and the text coloured.
  boolean steers() {
    return isTerminal && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  /// Columns.
  int width() {
    int columns = isTerminal ? Tty.columns() : 0;
    return columns <= 0 ? WIDTH_OF_A_PIPE : Math.clamp(columns, NARROWEST, WIDEST);
  }

  void print(String text) {
    System.out.print(text);
    System.out.flush();
  }

  /// Whether nobody reads standard output any more, as with `jcr demo | head`.
  boolean isClosed() {
    return System.out.checkError();
  }

  /// Waits for any key. Ctrl-C ends the demo, as ever; the terminal is given back as it was.
  void awaitKey(String prompt) throws IOException, InterruptedException {
    Tty.Keys keys = new Tty.Keys();
    try (AtShutdown _ = new AtShutdown("restore the terminal", keys::restore)) {
      keys.begin();
      print(prompt);
      System.in.read(); // at the end of input too, it goes on
      keys.restore();
    }
    print(steers() ? "\r\u001b[K" : "\n");
  }
}
