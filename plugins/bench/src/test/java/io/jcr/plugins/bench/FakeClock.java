package io.jcr.plugins.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A clock that goes only when it is told to.
final class FakeClock implements LongSupplier {
  private long nanos = 1_000_000_000_000L;

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
