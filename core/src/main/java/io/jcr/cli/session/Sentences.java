package io.jcr.cli.session;

import java.util.function.Consumer;

/// Lets a trace have what is said to the user meanwhile. The sentences go to standard error all the
/// same.
public final class Sentences {
  private static final ScopedValue<Consumer<String>> HEARD = ScopedValue.newInstance();

  private Sentences() {}

  /// Does `work`; what is said meanwhile on this thread goes to `heard`, too.
  public static void heard(Consumer<String> heard, Runnable work) {
    ScopedValue.where(HEARD, heard).run(work);
  }

  /// Is called for each sentence that is said.
  public static void said(String sentence) {
    if (HEARD.isBound()) {
      HEARD.get().accept(sentence);
    }
  }
}
