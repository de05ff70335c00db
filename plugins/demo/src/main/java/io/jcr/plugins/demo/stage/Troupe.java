package io.jcr.plugins.demo.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All open shells. When the demo is interrupted, they are ended with it.
public final class Troupe {
  private final List<Shell> open = new ArrayList<>();
  private boolean dismissed;

  /// Opens a shell.
  interface Opening {
    Shell open() throws IOException;
  }

  /// Opens a shell, unless the demo is ending: then the thread waits for the end of the JVM.
  Shell enlist(Opening opening) throws IOException, InterruptedException {
    synchronized (this) {
      if (!dismissed) {
        Shell shell = opening.open();
        open.add(shell);
        return shell;
      }
    }
    Thread.currentThread().join();
    throw new InterruptedException();
  }

  synchronized void forget(Shell shell) {
    open.remove(shell);
  }

  /// Whether [#dismiss()] was called.
  public synchronized boolean isDismissed() {
    return dismissed;
  }

  /// Ends all shells, and admits no more.
  public void dismiss() {
    List<Shell> all;
    synchronized (this) {
      dismissed = true;
      all = List.copyOf(open);
    }
    all.forEach(Shell::leave);
    for (Shell shell : all) {
      shell.kill();
    }
  }
}
