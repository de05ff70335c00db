package io.jcr.plugins.demo;

import io.jcr.spi.CommandContext;
import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// Standard output, and the terminal that it may be.
final class Screen implements AutoCloseable {
  private static final int WIDTH_OF_A_PIPE = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 140;

  private final @Nullable Terminal terminal;

  private Screen(@Nullable Terminal terminal) {
    this.terminal = terminal;
  }

  static Screen of(CommandContext jcr) throws IOException {
    if (!jcr.isTerminal(1)) {
      return new Screen(null);
    }
    // JLine looks for what belongs to it by the thread's class loader, which is jcr's.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Screen.class.getClassLoader());
    try {
      return new Screen(
          TerminalBuilder.builder()
              .system(true)
              .provider("ffm")
              .dumb(true)
              .type("xterm") // only size and keys are asked for
              .nativeSignals(false)
              .build());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  boolean isTerminal() {
    return terminal != null;
  }

  /// Whether the cursor can be moved and the text coloured.
  boolean steers() {
    return isTerminal() && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  }

  /// Columns.
  int width() {
    int columns = terminal == null ? 0 : terminal.getWidth();
    return columns <= 0 ? WIDTH_OF_A_PIPE : Math.clamp(columns, NARROWEST, WIDEST);
  }

  void print(String text) {
    System.out.print(text);
    System.out.flush();
  }

  /// Waits for any key. Ctrl-C ends the demo, as ever.
  void awaitKey(String prompt) throws IOException {
    if (terminal == null) {
      return;
    }
    print(prompt);
    Attributes before = terminal.enterRawMode();
    try {
      terminal.reader().read();
    } finally {
      terminal.setAttributes(before);
    }
    print(steers() ? "\r\u001b[K" : "\n");
  }

  /// Gives the terminal back as it was.
  @Override
  public void close() throws IOException {
    if (terminal != null) {
      terminal.close();
    }
  }
}
