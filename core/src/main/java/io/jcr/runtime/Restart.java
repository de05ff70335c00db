package io.jcr.runtime;

import io.jcr.api.ContainerState;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ExitRecord;
import io.jcr.state.RestartPolicy;
import io.jcr.state.StopMarker;
import java.time.Duration;
import java.util.Optional;

/// A container that has ended and may be started again by its restart policy. As in docker, the
/// delay before a restart starts at 100 ms and doubles each time, up to a minute; it starts over if
/// the container ran for ten seconds.
public final class Restart {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 10;

  private final ContainerState state;
  private final RestartPolicy policy;
  private final Optional<ExitRecord> exit;

  /// @param records the records that say how it ended
  public Restart(ContainerRecords records, ContainerState state, RestartPolicy policy) {
    this.state = state;
    this.policy = policy;
    this.exit = records.exit(state);
  }

  /// Waits until it is due to start again.
  ///
  /// @return false if it is to stay stopped
  public boolean awaited() {
    if (!isDue()) {
      return false;
    }
    try {
      Thread.sleep(delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return isDue();
  }

  /// Whether its supervisor starts it again now, or after a delay.
  public boolean isDue() {
    return !new StopMarker(state.bundle()).isSet()
        && exit.isPresent()
        && policy.restarts(exit.get().exitStatus(), before());
  }

  /// The number of this restart, from 1.
  public int count() {
    return before() + 1;
  }

  /// The delay before the restart.
  Duration delay() {
    boolean settled =
        exit.map(e -> Duration.between(e.startedAt(), e.finishedAt()))
            .filter(ran -> ran.compareTo(SETTLED) >= 0)
            .isPresent();
    if (settled) {
      return FIRST;
    }
    Duration delay = FIRST.multipliedBy(1L << Math.min(before(), MOST_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  private int before() {
    return ContainerRecords.restarts(state);
  }
}
