package io.jcr.plugins.bench.debian;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A directory that is created once and kept: it either exists and is complete, or does not exist.
public final class CachedDirectory {
  private CachedDirectory() {}

  /// Fills a new directory.
  @FunctionalInterface
  public interface Filling {
    /// Creates the contents of the directory.
    ///
    /// @param directory empty, and not yet in its final place
    void fill(Path directory) throws IOException, InterruptedException;
  }

  /// The directory, created if it does not exist. If several processes create it at the same time,
  /// one wins; the others' work is just as good, and is removed.
  public static Path get(Path place, Filling filling) throws IOException, InterruptedException {
    if (Files.isDirectory(place)) {
      return place;
    }
    Path parent = Files.createDirectories(place.toAbsolutePath().getParent());
    Path unfinished = Files.createTempDirectory(parent, "new-");
    try {
      filling.fill(unfinished);
      // The usual mode: a temporary directory is accessible only to its owner.
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      move(unfinished, place);
    } finally {
      remove(unfinished);
    }
    return place;
  }

  /// Removes a directory with everything in it, without following symbolic links. Entries that are
  /// missing or disappear meanwhile are ignored.
  public static void remove(Path directory) throws IOException {
    Files.walkFileTree(directory, new Removal());
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(to)) {
        throw e;
      }
    }
  }
}
