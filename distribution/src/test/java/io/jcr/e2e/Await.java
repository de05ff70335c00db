package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what the kernel or another process does and tells nobody about: looks again and again,
/// until it is so or far too late. No test depends on how long it took.
final class Await {
  /// When a test gives up: long enough for a busy machine.
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final long INTERVAL_NANOS = 2_000_000;

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  static <T> T value(String what, Supplier<Optional<T>> look) {
    Optional<T> seen = within(LIMIT, look);
    return seen.orElseGet(() -> fail("waited " + LIMIT.toSeconds() + " s until " + what));
  }

  /// The first value that `look` finds, or empty when it finds none in time.
  static <T> Optional<T> within(Duration limit, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> seen = look.get();
    while (seen.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(INTERVAL_NANOS);
      seen = look.get();
    }
    return seen;
  }
}
