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

  /// Closes everything when the JVM shuts down.
  public static Tidy atExit() {
    Tidy tidy = new Tidy();
    Runtime.getRuntime().addShutdownHook(new Thread(tidy::close, "tidy"));
    return tidy;
  }

  /// Registers how to remove something that is about to be created.
  ///
  /// @throws IllegalStateException if the end has begun, so that nothing more may be created
  public synchronized void add(Runnable removal) {
    if (over) {
      throw new IllegalStateException("jcr bench is ending");
    }
    left.add(removal);
  }

  /// Unregisters what has been removed.
  public synchronized void forget(Runnable removal) {
    left.remove(removal);
  }

  /// Whether the end has begun.
  public synchronized boolean ending() {
    return over;
  }

  /// If the end has begun, waits for the JVM to end instead of racing it.
  public void stayIfEnding() throws InterruptedException {
    if (ending()) {
      new CountDownLatch(1).await();
    }
  }

  /// Removes everything that is left. The first failure is thrown after the rest has been removed.
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
