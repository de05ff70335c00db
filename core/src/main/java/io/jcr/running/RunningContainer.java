package io.jcr.running;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.UsageException;
import io.jcr.host.Effect;
import io.jcr.host.Effects;
import io.jcr.linux.Libc;
import io.jcr.spi.HostFacts;
import io.jcr.state.ContainerEvents;
import io.jcr.state.StateFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private final Effects effects;
  private @Nullable ContainerEvents events;

  private RunningContainer(
      ContainerState state, Libc libc, HostFacts facts, Effects effects, int pidfd) {
    this.effects = effects;
    this.state = state;
    this.libc = libc;
    this.facts = facts;
    this.pidfd = pidfd;
  }

  /// Opens the process.
  ///
  /// @param effects what is done to it goes through them
  /// @throws UsageException when it has ended
  public static RunningContainer open(
      ContainerState state, Libc libc, HostFacts facts, Effects effects) {
    return find(state, libc, facts, effects)
        .orElseThrow(() -> new UsageException("container '" + state.id() + "' is not running"));
  }

  /// The same; empty when it has ended.
  public static Optional<RunningContainer> find(
      ContainerState state, Libc libc, HostFacts facts, Effects effects) {
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
    return Optional.of(new RunningContainer(state, libc, facts, effects, pidfd));
  }

  /// From now on, records each signal before sending it.
  public RunningContainer recording(ContainerEvents to) {
    events = to;
    return this;
  }

  /// Sends it a signal, unless it has just ended.
  public void signal(int number) {
    send(pidfd, new Effect.Signal(state.pid(), number, 0, false));
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
      send(
          still ? fd : pidfd,
          new Effect.Signal(state.pid(), number, still ? supervisor : 0, false));
    } finally {
      libc.close(fd);
    }
  }

  /// Stops it: asks, waits, kills. Returns when it has ended and everything is undone.
  ///
  /// @param signal the signal that asks it to end
  /// @param patience how long to wait before killing it; negative for no limit
  public void stop(int signal, Duration patience) {
    Path journal = state.bundle().resolve("undo");
    List<String> entries = effects.entries(journal);
    Freezer freezer = new Freezer(libc, facts);
    if (freezer.isFrozen(state)) {
      freezer.thaw(state, effects); // frozen processes do not receive signals
    }
    ask(signal);
    long millis = patience.isNegative() ? -1 : patience.toMillis();
    if (!awaitEnd(millis) && millis >= 0) {
      send(pidfd, new Effect.Signal(state.pid(), SIGKILL, 0, true));
      boolean _ = awaitEnd(-1);
    }
    effects.awaitUndo(journal, entries, () -> awaitUndone(journal, libc));
  }

  /// Returns when a container has ended and everything is undone; at once if it is not running. It
  /// may end at any moment, also between the reading of `state` and this call.
  public static void awaitEnd(ContainerState state, Libc libc, HostFacts facts) {
    if (state.status() == ContainerState.Status.RUNNING) {
      Optional<RunningContainer> running = find(state, libc, facts, Effects.made());
      if (running.isPresent()) {
        try (RunningContainer container = running.get()) {
          libc.poll(container.pidfd, -1);
        }
      }
    }
    awaitUndone(state.bundle().resolve("undo"), libc);
  }

  /// @return whether it has ended; not, if nothing is really done
  private boolean awaitEnd(long millis) {
    return effects.perform(
        new Effect.AwaitEnd(state.pid(), millis), () -> false, () -> libc.poll(pidfd, millis));
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

  private void send(int fd, Effect.Signal signal) {
    if (events != null) {
      events.write("kill", Map.of("signal", signal.number()), effects);
    }
    effects.perform(signal, () -> send(fd, signal.number()));
  }

  private void send(int fd, int number) {
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
