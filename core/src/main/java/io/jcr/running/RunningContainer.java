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

/// The first process of a container that runs, held by a pidfd, so that no other process can be
/// meant. Its supervisor needs no message: it sees what happens.
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

  /// Takes hold of the process.
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

  /// From now on each signal is written down, before it is sent.
  public RunningContainer recording(ContainerEvents to) {
    events = to;
    return this;
  }

  /// Sends it a signal; one that has just ended gets none.
  public void signal(int number) {
    send(pidfd, number);
  }

  /// Asks it to end: by its supervisor, which also ends a PID 1 that has made no arrangements for
  /// the signal and that the kernel would not let it end.
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

  /// Ends it: asks, waits, kills. Returns when it has ended and all is undone.
  ///
  /// @param signal what asks it
  /// @param patience how long it is waited for before it is killed; negative: without end
  public void stop(int signal, Duration patience) {
    Freezer freezer = new Freezer(libc, facts);
    if (freezer.isFrozen(state)) {
      freezer.thaw(state); // nobody hears a signal while it is frozen
    }
    ask(signal);
    if (!libc.poll(pidfd, patience.isNegative() ? -1 : patience.toMillis())) {
      signal(SIGKILL);
    }
    awaitUndone();
  }

  /// Returns when it has ended and all is undone.
  public void awaitUndone() {
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
