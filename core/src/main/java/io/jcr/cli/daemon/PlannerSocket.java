package io.jcr.cli.daemon;

import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import io.jcr.linux.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the planner listens.
///
/// @param fd the socket
/// @param path its name; null when another program has made it, which keeps it
/// @param key which file that is: by the time it is removed another planner may have made a new one
public record PlannerSocket(int fd, @Nullable Path path, @Nullable Object key) {
  private static final Path DEFAULT = Path.of("/run/jcr/planner.sock");
  private static final int BACKLOG = 128;
  private static final int S_IFMT = 0170000;
  private static final int S_IFSOCK = 0140000;

  /// Where the planner of a session's user listens, if there is one.
  public static Path path(Session session) {
    String variable = session.variable("JCR_DAEMON_SOCKET");
    return variable == null ? DEFAULT : Path.of(variable);
  }

  /// Removes the socket of a planner that was killed.
  ///
  /// @return false when there is none, or a planner listens at it
  public static boolean removeStale(Libc libc, Path path) {
    if (!isSocket(path)) {
      return false;
    }
    int lock = lock(libc, path);
    try {
      Optional<Integer> planner = UnixSocket.connect(libc, path);
      planner.ifPresent(libc::close);
      return planner.isEmpty() && Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new HostException("remove " + path + ": " + FileFailure.reason(e));
    } finally {
      libc.close(lock);
    }
  }

  private static boolean isSocket(Path path) {
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & S_IFMT) == S_IFSOCK;
    } catch (IOException e) {
      return false; // there is none, or it is not to be seen
    }
  }

  private static int lock(Libc libc, Path path) {
    int lock = libc.open(Path.of(path + ".lock"), Libc.O_RDWR | Libc.O_CREAT, 0600);
    libc.flock(lock, Libc.LOCK_EX);
    return lock;
  }

  /// One that was handed over by whoever started this process.
  ///
  /// @param path its name, if that goes when the planner ends
  static PlannerSocket given(int fd, @Nullable Path path) {
    return new PlannerSocket(fd, path, path == null ? null : key(path));
  }

  /// A new one.
  ///
  /// @throws UsageException when a planner listens there
  static PlannerSocket make(Libc libc, Path path) {
    Path directory = Objects.requireNonNull(path.getParent());
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
      requireOwn(directory, libc);
    } catch (IOException e) {
      throw new HostException("make the directory " + directory + ": " + e.getMessage());
    }
    int lock = lock(libc, path);
    try {
      UnixSocket.connect(libc, path)
          .ifPresent(fd -> {
            libc.close(fd);
            throw new UsageException("daemon: a planner is listening at " + path + " already");
          });
      Files.deleteIfExists(path);
      return given(UnixSocket.listen(libc, path, BACKLOG), path);
    } catch (IOException e) {
      throw new HostException("remove " + path + ": " + e.getMessage());
    } finally {
      libc.close(lock);
    }
  }

  /// Whoever can write to it could listen in the planner's place.
  private static void requireOwn(Path directory, Libc libc) throws IOException {
    int owner = (Integer) Files.getAttribute(directory, "unix:uid");
    int mode = (Integer) Files.getAttribute(directory, "unix:mode");
    if ((owner != 0 && owner != libc.geteuid()) || (mode & 022) != 0) {
      throw new UsageException(
          "daemon: other users can write to "
              + directory
              + ", the directory of the planner's"
              + " socket");
    }
  }

  /// Removes the name, so that nobody comes any more.
  void remove() {
    if (path == null || key == null || !key.equals(key(path))) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new HostException("remove " + path + ": " + e.getMessage());
    }
  }

  private static @Nullable Object key(Path path) {
    try {
      return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return null;
    }
  }
}
