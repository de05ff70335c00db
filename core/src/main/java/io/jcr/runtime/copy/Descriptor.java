package io.jcr.runtime.copy;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An open file. Whatever becomes of its name, this one is meant; and a single name in an open
/// directory leads nowhere else, as long as a symbolic link of that name is not followed.
///
/// Java has no openat(2) and its kin, but `/proc/self/fd/N/NAME` is resolved as they would resolve
/// NAME: the kernel jumps to the open directory, and there is only one component left.
final class Descriptor implements AutoCloseable {
  /// A single step, or several beneath the directory: no link on the way, and no way up.
  private static final long STRICT =
      Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS;

  private final Libc libc;
  private final int fd;

  Descriptor(Libc libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  int fd() {
    return fd;
  }

  /// The file itself, to be followed. A call that does not follow gets the link in /proc.
  Path path() {
    return Path.of("/proc/self/fd/" + fd);
  }

  /// The file `name` in this directory. Only for calls that do not follow the last component.
  Path child(String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("not the name of a file: " + name);
    }
    return Path.of("/proc/self/fd/" + fd + "/" + name);
  }

  /// Which mount of this process's view it was opened in, see proc_pid_fdinfo(5).
  String mount() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))) {
      if (line.startsWith("mnt_id:")) {
        return line;
      }
    }
    throw new IOException("no mnt_id in /proc/self/fdinfo");
  }

  FileStatus status() throws IOException {
    return FileStatus.of(path());
  }

  /// Opens the file again, to read it: a regular file or a directory.
  Descriptor reopen(int flags) {
    return new Descriptor(libc, libc.open(path(), flags, 0));
  }

  /// Opens what is beneath this directory, at `relative`, without following a symbolic link.
  Descriptor open(String relative, int flags) {
    return open(relative, flags | Libc.O_NOFOLLOW, STRICT);
  }

  /// The same; null when there is nothing.
  @Nullable Descriptor find(String relative) {
    try {
      return open(relative, Libc.O_PATH);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  /// Opens `path` as if this directory were `/`: links on the way lead nowhere else.
  Descriptor openInside(String path, int flags) {
    return open(path, flags, Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS);
  }

  private Descriptor open(String path, int flags, long resolve) {
    return new Descriptor(libc, libc.openat2(fd, path, flags, resolve));
  }

  @Override
  public void close() {
    libc.close(fd);
  }
}
