package io.jcr.runtime.copy;

import io.jcr.rootfs.tar.TarEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What stat(2) says about a file.
///
/// @param format the bits of its kind, S_IFMT
/// @param permissions with setuid, setgid and sticky bit
/// @param uid its owner, as the host sees it
/// @param gid its group, as the host sees it
/// @param size in bytes
/// @param modified time of the last change
/// @param identity its device and inode
/// @param links how many names it has
/// @param device its number, of a device
record FileStatus(
    int format,
    int permissions,
    long uid,
    long gid,
    long size,
    Instant modified,
    Identity identity,
    int links,
    long device) {
  private static final int S_IFMT = 0170000;
  private static final int S_IFDIR = 0040000;
  private static final int S_IFLNK = 0120000;
  private static final int S_IFREG = 0100000;
  private static final long UNSIGNED = 0xffff_ffffL;

  /// Which file it is.
  record Identity(long device, long inode) {}

  /// Of the file behind a link in /proc/self/fd, whatever it is.
  static FileStatus of(Path opened) throws IOException {
    Map<String, Object> all = Files.readAttributes(opened, "unix:*");
    int mode = (Integer) value(all, "mode");
    return new FileStatus(
        mode & S_IFMT,
        mode & ~S_IFMT,
        (Integer) value(all, "uid") & UNSIGNED,
        (Integer) value(all, "gid") & UNSIGNED,
        (Long) value(all, "size"),
        ((FileTime) value(all, "lastModifiedTime")).toInstant(),
        new Identity((Long) value(all, "dev"), (Long) value(all, "ino")),
        (Integer) value(all, "nlink"),
        (Long) value(all, "rdev"));
  }

  private static Object value(Map<String, Object> all, String name) {
    Object value = all.get(name);
    if (value == null) {
      throw new IllegalStateException("no attribute unix:" + name);
    }
    return value;
  }

  boolean isDirectory() {
    return format == S_IFDIR;
  }

  boolean isRegularFile() {
    return format == S_IFREG;
  }

  boolean isSymbolicLink() {
    return format == S_IFLNK;
  }

  /// What it is in an archive; empty for a socket, which none has.
  Optional<TarEntry.Type> type() {
    return switch (format) {
      case S_IFREG -> Optional.of(TarEntry.Type.FILE);
      case S_IFDIR -> Optional.of(TarEntry.Type.DIRECTORY);
      case S_IFLNK -> Optional.of(TarEntry.Type.SYMBOLIC_LINK);
      case 0010000 -> Optional.of(TarEntry.Type.FIFO);
      case 0020000 -> Optional.of(TarEntry.Type.CHARACTER_DEVICE);
      case 0060000 -> Optional.of(TarEntry.Type.BLOCK_DEVICE);
      default -> Optional.empty();
    };
  }

  boolean isDevice() {
    return format == 0020000 || format == 0060000;
  }

  int major() {
    return isDevice() ? (int) (((device >> 8) & 0xfff) | ((device >> 32) & ~0xfff)) : 0;
  }

  int minor() {
    return isDevice() ? (int) ((device & 0xff) | ((device >> 12) & ~0xff)) : 0;
  }
}
