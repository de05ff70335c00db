package io.jcr.plugins.demo;

import io.jcr.spi.CommandContext;
import java.io.IOException;

/// Standard output, which may be a terminal.
///
/// @param isTerminal whether it is one
record Screen(boolean isTerminal) implements Between.Audience {
  private static final int WIDTH_OF_A_PIPE = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 140;

  static Screen of(CommandContext jcr) {
    return new Screen(jcr.isTerminal(1));
  }

  /// Whether somebody can see the prompts and press keys: standard input and output are terminals,
  /// and jcr is in the foreground (`jcr demo &` would be stopped by SIGTTIN).
  static boolean canAsk(CommandContext jcr) {
    return jcr.isTerminal(0) && jcr.isTerminal(1) && Tty.isInForeground();
  }

  /// Whether the cursor can be moved and the text coloured.
  boolean steers() {
    return isTerminal && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  /// The number of columns.
  int width() {
    int columns = isTerminal ? Tty.columns() : 0;
    return columns <= 0 ? WIDTH_OF_A_PIPE : Math.clamp(columns, NARROWEST, WIDEST);
  }

  void print(String text) {
    System.out.print(text);
    System.out.flush();
  }

  /// Whether nobody reads standard output any longer, as with `jcr demo | head`.
  @Override
  public boolean isClosed() {
    return System.out.checkError();
  }

  /// Asks for a key. Ctrl-C ends the demo, as usual, and the terminal's modes are restored.
  ///
  /// @return whether to continue
  @Override
  public boolean askToGoOn() throws IOException, InterruptedException {
    Tty.Keys keys = new Tty.Keys();
    boolean goesOn;
    try (AtShutdown _ = new AtShutdown("restore the terminal", keys::restore)) {
      keys.begin();
      System.in.skipNBytes(System.in.available());
      print(Pager.QUESTION);
      goesOn = Pager.goesOn(System.in::read);
      keys.restore();
    }
    print(steers() ? "\r\u001b[K" : "\n");
    return goesOn;
  }
}
