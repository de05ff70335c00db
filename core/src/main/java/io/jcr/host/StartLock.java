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

/// The lock between containers that are being started and `jcr gc`. A process that starts a
/// container holds it, shared, from the moment it relies on something that no container may be
/// using yet (a bridge, a lease pool, an unpacked archive) until the container visibly uses it. The
/// collector holds it exclusively. It is released when its holder dies.
///
/// It is a flock(2) on a directory that exists once per host: that of the leases.
public final class StartLock implements AutoCloseable {
  private static final int NOTHING = -1;

  private final Libc libc;
  private int fd;

  private StartLock(Libc libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /// Takes it shared; waits for a collector.
  ///
  /// @param directory is created if missing
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

  /// Takes it exclusively.
  ///
  /// @return empty when some container was being started throughout `patience`
  public static Optional<StartLock> alone(Libc libc, Path directory, Duration patience) {
    if (!Files.isDirectory(directory)) { // nothing has been started yet
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
