package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import io.jcr.rootfs.RootfsArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `--rootfs DIR|ARCHIVE`.
///
/// @param given what was given, or null
/// @param fallback the directory when nothing was
record RootfsOption(@Nullable Path given, Path fallback, Session session) {
  /// Backends that leave the given root as it was.
  private static final Set<String> LAYERED = Set.of("overlay", "tmpfs");

  /// The directory with the root file system.
  ///
  /// @param filesystem the choice of the backend that mounts it
  /// @param cache where archives are unpacked to
  /// @param unpack whether to do that; else the directory may not exist yet
  /// @throws UsageException when it cannot be used
  Path resolve(
      @Nullable BackendChoice filesystem, RootfsArchive archives, Path cache, boolean unpack) {
    Path path = given == null ? fallback : given;
    if (path.toString().isEmpty()) { // else it would be the working directory
      throw new UsageException("--rootfs=: a directory or an archive is missing");
    }
    Path absolute = session.resolve(path);
    if (!Files.exists(absolute)) {
      throw new UsageException("--rootfs=" + path + ": no such file or directory");
    }
    if (Files.isDirectory(absolute)) {
      return behindDescriptor(path, absolute);
    }
    if (!Files.isRegularFile(absolute)) {
      throw new UsageException(
          "--rootfs="
              + path
              + ": neither a directory nor a file: an archive is read more than once, so save what"
              + " comes from a pipe to a file first");
    }
    if (!RootfsArchive.isArchive(absolute)) {
      throw new UsageException(
          "--rootfs=" + path + ": neither a directory nor a tar archive (plain, gz, xz or zst)");
    }
    if (filesystem != null && !LAYERED.contains(filesystem.name())) {
      throw new UsageException(
          "--fs="
              + filesystem.name()
              + " with --rootfs="
              + path
              + ": what is written would be lost in an archive: unpack it and give the directory,"
              + " or use --fs=overlay");
    }
    return unpack
        ? archives.unpack(absolute, cache)
        : cache.resolve(String.valueOf(absolute.getFileName()));
  }

  /// `/dev/fd/8` is another file, or none, to jcr-init, which mounts it, and to a later `jcr
  /// start`.
  private static Path behindDescriptor(Path given, Path directory) {
    if (!directory.startsWith("/dev") && !directory.startsWith("/proc")) {
      return directory;
    }
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new UsageException("--rootfs=" + given + ": cannot be opened: " + e.getMessage());
    }
  }
}
