package io.jcr.runtime;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ExitRecord;
import io.jcr.state.RestartPolicy;
import io.jcr.state.StopMarker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
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

  private final ContainerRecords records;
  private final ContainerState state;
  private final RestartPolicy policy;
  private final Optional<ExitRecord> exit;

  /// @param records the records that say how it ended
  public Restart(ContainerRecords records, ContainerState state, RestartPolicy policy) {
    this.records = records;
    this.state = state;
    this.policy = policy;
    this.exit = records.exit(state);
  }

  /// Waits until it is due to start again. Called by the supervisor that it ended under.
  ///
  /// @param supervisor the caller's pid
  /// @return false if it is to stay as it is: the policy says so, somebody has stopped it, or
  ///   somebody has started it in the meantime, so that it has another supervisor
  public boolean awaited(long supervisor) {
    if (!isDue()) {
      return false;
    }
    try (WatchService watch = state.bundle().getFileSystem().newWatchService()) {
      state.bundle().register(watch, ENTRY_CREATE, ENTRY_DELETE);
      long end = System.nanoTime() + delay().toNanos();
      for (long left = 1; left > 0; left = end - System.nanoTime()) {
        if (!isDue() || !isSupervisedBy(supervisor)) {
          return false;
        }
        WatchKey changed = watch.poll(left, NANOSECONDS);
        if (changed != null) {
          changed.pollEvents().clear();
          changed.reset();
        }
      }
    } catch (NoSuchFileException e) {
      return false; // it has been removed
    } catch (IOException e) {
      throw new HostException("watch " + state.bundle() + ": " + FileFailure.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return isDue() && isSupervisedBy(supervisor);
  }

  /// Whether its policy says that it is to be started again.
  public boolean isDue() {
    return !new StopMarker(state.bundle()).isSet()
        && exit.isPresent()
        && policy.restarts(exit.get().exitStatus(), before());
  }

  /// Whether it is going to be started again: it is due, and the supervisor that does it is alive.
  public boolean isComing() {
    return isDue() && records.supervisor(state).filter(records::isAlive).isPresent();
  }

  private boolean isSupervisedBy(long supervisor) {
    return records.again(state).flatMap(records::supervisor).equals(Optional.of(supervisor));
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
