package io.jcr.linux;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How long somebody still waits for what another process does and tells nobody about.
public final class Patience {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final long end;

  /// It begins now.
  public Patience(Duration limit) {
    this.end = System.nanoTime() + limit.toNanos();
  }

  /// Waits for a moment, after which it is to be looked again.
  ///
  /// @return false when the time is over
  public boolean pause() {
    if (System.nanoTime() - end > 0) {
      return false;
    }
    LockSupport.parkNanos(PAUSE_NANOS);
    return true;
  }
}
