package io.jcr.rootfs;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.host.StartLock;
import io.jcr.linux.Libc;
import io.jcr.rootfs.tar.ArchiveLimits;
import io.jcr.rootfs.tar.Compression;
import io.jcr.rootfs.tar.MalformedArchiveException;
import io.jcr.rootfs.tar.ShownName;
import io.jcr.rootfs.tar.TarEntry;
import io.jcr.rootfs.tar.TarReader;
import io.jcr.rootfs.tar.TreeWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A tar archive used as a root file system: unpacked once, then used by every run until the
/// archive changes. Its contents are not trusted, see [TreeWriter].
///
/// Only its owner can enter the cache directory, since the unpacked setuid programs are none of the
/// business of the host's users. In it, a complete root file system is a directory named by a key.
/// While being unpacked it has a different name, and a lock is held. A directory with such a name
/// and no lock was left by a process that died; the next process that unpacks something removes it.
public final class RootfsArchive {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;
  static final String PARTIAL = ".partial";
  private static final String LOCK = ".lock";

  private final Libc libc;
  private final Path leases;
  private final ArchiveLimits limits;
  private @Nullable StartLock starting;

  /// @param leases whose lock keeps `jcr gc` away, see [StartLock]
  /// @param limits of what is unpacked
  public RootfsArchive(Libc libc, Path leases, ArchiveLimits limits) {
    this.libc = libc;
    this.leases = leases;
    this.limits = limits;
  }

  /// Whether `file` is a tar archive or a compressed file, which may contain one. Its name does not
  /// matter.
  public static boolean isArchive(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(TarReader.HEADER_BYTES);
      return Compression.of(head) != Compression.NONE || TarReader.isHeader(head);
    } catch (IOException e) {
      return false;
    }
  }

  /// The root file system in `archive`: unpacked below `cacheDirectory` now, or by an earlier run.
  /// Concurrent calls unpack it only once. As long as this process lives, no collector removes it;
  /// after that, its container is on record as using it.
  ///
  /// @param cacheDirectory is created if missing
  /// @throws UsageException when the archive is missing or damaged, or tries to write elsewhere
  /// @throws HostException when it cannot be written
  public Path unpack(Path archive, Path cacheDirectory) {
    try {
      Path real = archive.toRealPath();
      String key = key(real);
      Path cache = cacheDirectory.toAbsolutePath().normalize();
      Path complete = cache.resolve(key);
      if (starting == null) {
        starting = StartLock.shared(libc, leases);
      }
      if (!Files.isDirectory(complete, NOFOLLOW)) {
        prepare(cache);
        unpackOnce(real, key, cache);
      } else {
        ArchiveCache.touch(complete);
      }
      return complete;
    } catch (MalformedArchiveException e) {
      throw new UsageException("--rootfs=" + archive + ": " + e.getMessage());
    } catch (IOException e) {
      throw new HostException("--rootfs=" + archive + ": cannot be unpacked: " + reason(e));
    } catch (ErrnoException e) {
      throw new HostException("--rootfs=" + archive, e, "");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException known) {
      String file = ShownName.of(String.valueOf(known.getFile()));
      return file + ": " + (known.getReason() == null ? said(e) : known.getReason());
    }
    return String.valueOf(e.getMessage());
  }

  /// For exceptions whose class is their only message.
  private static String said(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "it exists";
      default -> e.getClass().getSimpleName();
    };
  }

  /// Changes whenever the archive is replaced or written to: made from device, inode, size and
  /// time. It has no commas or colons, which have a meaning in mount options.
  static String key(Path archive) throws IOException {
    BasicFileAttributes file = Files.readAttributes(archive, BasicFileAttributes.class);
    StringJoiner key = new StringJoiner("-");
    key.add(Long.toHexString((Long) Files.getAttribute(archive, "unix:dev")));
    key.add(Long.toHexString((Long) Files.getAttribute(archive, "unix:ino")));
    key.add(Long.toHexString(file.size()));
    key.add(Long.toHexString(file.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    return key.toString();
  }

  private void prepare(Path cache) throws IOException {
    Files.createDirectories(cache);
    int owner = (Integer) Files.getAttribute(cache, "unix:uid");
    if (owner != libc.geteuid()) {
      throw new FileSystemException(
          cache.toString(), null, "belongs to the user " + owner + ", who could change it");
    }
    Files.setAttribute(cache, "unix:mode", 0700);
  }

  private void unpackOnce(Path archive, String key, Path cache) throws IOException {
    Path complete = cache.resolve(key);
    Path lockFile = cache.resolve("." + key + LOCK);
    int lock = lock(lockFile, Libc.LOCK_EX);
    try {
      if (!Files.isDirectory(complete, NOFOLLOW)) {
        removeStale(cache, key);
        make(archive, key, cache.resolve("." + key + PARTIAL), complete);
      }
    } finally {
      Files.deleteIfExists(lockFile);
      libc.close(lock);
    }
  }

  private void make(Path archive, String key, Path partial, Path complete) throws IOException {
    try {
      Files.createDirectory(partial);
      long bytes = unpackTo(partial, archive);
      if (!key.equals(key(archive))) {
        throw new MalformedArchiveException("it was changed while it was read");
      }
      ArchiveCache.describe(complete, bytes, archive);
      Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      ArchiveCache.delete(partial);
    }
  }

  /// Opens and locks a file. The previous holder may have removed it, and a lock on a file without
  /// a name excludes nobody, so this tries again then.
  ///
  /// @return its descriptor, or -1 when another process holds the lock and `operation` has LOCK_NB
  private int lock(Path file, int operation) throws IOException {
    while (true) {
      int fd = libc.open(file, Libc.O_RDWR | Libc.O_CREAT, 0600);
      if (!libc.flock(fd, operation)) {
        libc.close(fd);
        return -1;
      }
      if (isNamed(fd, file)) {
        return fd;
      }
      libc.close(fd);
    }
  }

  private static boolean isNamed(int fd, Path file) throws IOException {
    try {
      return Files.isSameFile(file, Path.of("/proc/self/fd/" + fd));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// @return the size of its files in bytes
  private long unpackTo(Path directory, Path archive) throws IOException {
    Files.setAttribute(directory, "unix:mode", 0755);
    TreeWriter writer = new TreeWriter(directory, libc);
    long bytes;
    try (InputStream file = Files.newInputStream(archive)) {
      Compression compression = Compression.of(head(archive));
      try (InputStream in = compression.decompress(file)) {
        TarReader reader = new TarReader(in, limits);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
          writer.add(entry, reader);
        }
        bytes = reader.storedBytes();
      }
    }
    writer.finish();
    return bytes;
  }

  private static byte[] head(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return in.readNBytes(Compression.MAGIC_BYTES);
    }
  }

  /// Removes leftovers for this key, whose lock is held, and for other keys whose lock nobody
  /// holds.
  private void removeStale(Path cache, String key) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(cache, ".*" + PARTIAL)) {
      for (Path partial : entries) {
        String name = String.valueOf(partial.getFileName());
        String other = name.substring(1, name.length() - PARTIAL.length());
        if (other.equals(key)) {
          ArchiveCache.delete(partial);
        } else {
          removeUnlessLocked(partial, cache.resolve("." + other + LOCK));
        }
      }
    }
  }

  private void removeUnlessLocked(Path partial, Path lockFile) throws IOException {
    int lock = lock(lockFile, Libc.LOCK_EX | Libc.LOCK_NB);
    if (lock >= 0) {
      ArchiveCache.delete(partial);
      Files.deleteIfExists(lockFile);
      libc.close(lock);
    }
  }
}
