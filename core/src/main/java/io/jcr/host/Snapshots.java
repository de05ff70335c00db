package io.jcr.host;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Makes snapshots of subvolumes of btrfs.
record Snapshots(Libc libc) {
  /// The inode number of the root of each subvolume (BTRFS_FIRST_FREE_OBJECTID).
  private static final long SUBVOLUME = 256;

  /// Makes a snapshot, unless the directory exists.
  void create(Path source, Path directory) {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    requireSubvolume(source);
    int from = libc.open(source, Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
    try {
      int above = libc.open(directory.resolveSibling(""), Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
      try {
        libc.createSnapshot(from, above, String.valueOf(directory.getFileName()));
      } catch (ErrnoException e) {
        throw failure(source, directory, e);
      } finally {
        libc.close(above);
      }
    } finally {
      libc.close(from);
    }
  }

  /// An old kernel would take the subvolume that the directory lies in.
  private static void requireSubvolume(Path source) {
    try {
      if ((long) Files.getAttribute(source, "unix:ino") == SUBVOLUME
          && Files.getFileStore(source).type().equals("btrfs")) {
        return;
      }
    } catch (IOException e) {
      throw new HostException("snapshot of " + source + ": " + FileFailure.reason(e));
    }
    throw new HostException(
        "snapshot of " + source + ": it is not a btrfs subvolume (btrfs subvolume create)");
  }

  private static RuntimeException failure(Path source, Path directory, ErrnoException failure) {
    boolean elsewhere = failure.errno() == Errno.EXDEV || failure.errno() == Errno.ENOTTY;
    String snapshot = "snapshot of " + source + " at " + directory;
    return elsewhere
        ? new HostException(
            snapshot + ": they are not in the same btrfs file system: choose another --root")
        : new ErrnoException(
            failure.operation() + " " + failure.object(), snapshot, failure.errno());
  }
}
