package io.jcr.plugins.bench.subject;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// What must not outlive `jcr bench`: closed in reverse order when a signal ends it.
public final class Tidy implements AutoCloseable {
  private final Set<Runnable> left = new LinkedHashSet<>();
  private boolean over;

  /// Closes everything when the JVM is told to end.
  public static Tidy atExit() {
    Tidy tidy = new Tidy();
    Runtime.getRuntime().addShutdownHook(new Thread(tidy::close, "tidy"));
    return tidy;
  }

  /// Remembers how to remove something that is about to be made.
  ///
  /// @throws IllegalStateException if the end has begun, so that nothing may be made any more
  public synchronized void add(Runnable removal) {
    if (over) {
      throw new IllegalStateException("jcr bench is ending");
    }
    left.add(removal);
  }

  /// Forgets what was removed.
  public synchronized void forget(Runnable removal) {
    left.remove(removal);
  }

  /// Whether the end has begun.
  public synchronized boolean ending() {
    return over;
  }

  /// Waits for the end of the JVM if it has begun, rather than race it.
  public void stayIfEnding() throws InterruptedException {
    if (ending()) {
      new CountDownLatch(1).await();
    }
  }

  /// Removes all that is left. The first failure is thrown after the rest has been removed.
  @Override
  public void close() {
    List<Runnable> removals;
    synchronized (this) {
      over = true;
      removals = new ArrayList<>(left).reversed();
      left.clear();
    }
    RuntimeException failure = null;
    for (Runnable removal : removals) {
      try {
        removal.run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
