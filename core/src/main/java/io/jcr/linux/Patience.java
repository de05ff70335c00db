package io.jcr.linux;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How long to keep waiting for another process to do something that it does not announce.
public final class Patience {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final long end;

  /// Starts now.
  public Patience(Duration limit) {
    this.end = System.nanoTime() + limit.toNanos();
  }

  /// Waits a moment before the caller looks again.
  ///
  /// @return false when the time is up
  public boolean pause() {
    if (System.nanoTime() - end > 0) {
      return false;
    }
    LockSupport.parkNanos(PAUSE_NANOS);
    return true;
  }
}
