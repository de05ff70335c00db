package io.jcr.host;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import io.jcr.linux.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The lock between containers that are being started and `jcr gc`. Who starts a container holds
/// it, together with others, from the moment when it counts on something that no container may use
/// yet (a bridge, a pool of leases, an unpacked archive) until its container is seen to use it. The
/// collector holds it alone. Whoever dies lets go.
///
/// It is flock(2) of a directory that is one for the host: that of the leases.
public final class StartLock implements AutoCloseable {
  private static final int NOTHING = -1;

  private final Libc libc;
  private int fd;

  private StartLock(Libc libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /// Takes it together with others; waits for a collector.
  ///
  /// @param directory is made if it is missing
  public static StartLock shared(Libc libc, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new HostException("make the directory " + directory + ": " + FileFailure.reason(e));
    }
    StartLock lock = new StartLock(libc, open(libc, directory));
    libc.flock(lock.fd, Libc.LOCK_SH);
    return lock;
  }

  /// Takes it alone.
  ///
  /// @return empty when for all of `patience` some container was being started
  public static Optional<StartLock> alone(Libc libc, Path directory, Duration patience) {
    if (!Files.isDirectory(directory)) { // none has started yet
      return Optional.of(new StartLock(libc, NOTHING));
    }
    StartLock lock = new StartLock(libc, open(libc, directory));
    Patience left = new Patience(patience);
    while (!libc.flock(lock.fd, Libc.LOCK_EX | Libc.LOCK_NB)) {
      if (!left.pause()) {
        lock.close();
        return Optional.empty();
      }
    }
    return Optional.of(lock);
  }

  private static int open(Libc libc, Path directory) {
    return libc.open(directory, Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
  }

  @Override
  public void close() {
    if (fd != NOTHING) {
      libc.close(fd);
      fd = NOTHING;
    }
  }
}
