package io.jcr.running;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.UsageException;
import io.jcr.linux.Libc;
import io.jcr.spi.HostFacts;
import io.jcr.state.ContainerEvents;
import io.jcr.state.StateFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first process of a running container, held by a pidfd, so that its pid cannot be reused. Its
/// supervisor needs no message, because it notices what happens.
public final class RunningContainer implements AutoCloseable {
  private static final int SIGKILL = 9;

  private final ContainerState state;
  private final Libc libc;
  private final HostFacts facts;
  private final int pidfd;
  private @Nullable ContainerEvents events;

  private RunningContainer(ContainerState state, Libc libc, HostFacts facts, int pidfd) {
    this.state = state;
    this.libc = libc;
    this.facts = facts;
    this.pidfd = pidfd;
  }

  /// Opens the process.
  ///
  /// @throws UsageException when it has ended
  public static RunningContainer open(ContainerState state, Libc libc, HostFacts facts) {
    return find(state, libc, facts)
        .orElseThrow(() -> new UsageException("container '" + state.id() + "' is not running"));
  }

  /// The same; empty when it has ended.
  public static Optional<RunningContainer> find(ContainerState state, Libc libc, HostFacts facts) {
    int pidfd;
    try {
      pidfd = libc.pidfdOpen(state.pid());
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ESRCH) {
        return Optional.empty();
      }
      throw e;
    }
    if (StateFile.running(state.bundle(), facts).isEmpty()) {
      libc.close(pidfd);
      return Optional.empty();
    }
    return Optional.of(new RunningContainer(state, libc, facts, pidfd));
  }

  /// From now on, records each signal before sending it.
  public RunningContainer recording(ContainerEvents to) {
    events = to;
    return this;
  }

  /// Sends it a signal, unless it has just ended.
  public void signal(int number) {
    send(pidfd, number);
  }

  /// Asks it to end, through its supervisor, which also kills a PID 1 that has no handler for the
  /// signal and would therefore ignore it.
  ///
  /// @param number the signal
  public void ask(int number) {
    long supervisor = StateFile.parent(state.pid(), facts);
    if (number == SIGKILL || supervisor <= 1) {
      signal(number);
      return;
    }
    int fd = libc.pidfdOpen(supervisor);
    try {
      boolean still = StateFile.parent(state.pid(), facts) == supervisor;
      send(still ? fd : pidfd, number);
    } finally {
      libc.close(fd);
    }
  }

  /// Stops it: asks, waits, kills. Returns when it has ended and everything is undone.
  ///
  /// @param signal the signal that asks it to end
  /// @param patience how long to wait before killing it; negative for no limit
  public void stop(int signal, Duration patience) {
    Freezer freezer = new Freezer(libc, facts);
    if (freezer.isFrozen(state)) {
      freezer.thaw(state); // frozen processes do not receive signals
    }
    ask(signal);
    if (!libc.poll(pidfd, patience.isNegative() ? -1 : patience.toMillis())) {
      signal(SIGKILL);
    }
    awaitUndone();
  }

  /// Returns when a container has ended and everything is undone; at once if it is not running. It
  /// may end at any moment, also between the reading of `state` and this call.
  public static void awaitEnd(ContainerState state, Libc libc, HostFacts facts) {
    if (state.status() == ContainerState.Status.RUNNING) {
      Optional<RunningContainer> running = find(state, libc, facts);
      if (running.isPresent()) {
        try (RunningContainer container = running.get()) {
          libc.poll(container.pidfd, -1);
        }
      }
    }
    awaitUndone(state.bundle().resolve("undo"), libc);
  }

  /// Returns when it has ended and everything is undone.
  private void awaitUndone() {
    libc.poll(pidfd, -1);
    awaitUndone(state.bundle().resolve("undo"), libc);
  }

  /// The supervisor holds the lock on the journal until the journal is gone.
  private static void awaitUndone(Path journal, Libc libc) {
    int fd;
    try {
      fd = libc.open(journal, Libc.O_RDONLY, 0);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return;
      }
      throw e;
    }
    try {
      libc.flock(fd, Libc.LOCK_SH);
    } finally {
      libc.close(fd);
    }
  }

  private void send(int fd, int number) {
    if (events != null) {
      events.write("kill", Map.of("signal", number));
    }
    try {
      libc.pidfdSendSignal(fd, number);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    libc.close(pidfd);
  }
}
