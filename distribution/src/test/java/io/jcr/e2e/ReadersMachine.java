package io.jcr.e2e;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/// What someone has who reads the documentation: jcr on the PATH, its sources as they were cloned,
/// and Maven's local repository, in which nothing of jcr is yet. Copies, so that what a page does
/// changes no file of the build that runs the test.
///
/// @param bin where `jcr` is
/// @param sources jcr's, in the variable JCR
/// @param repository Maven's
record ReadersMachine(Path bin, Path sources, Path repository) {
  private static final Set<String> NOT_CLONED = Set.of("target", ".git");

  /// Makes the copies.
  ///
  /// @param top jcr's sources
  /// @param scratch an empty directory
  static ReadersMachine prepare(Path top, Path scratch) throws IOException {
    Path sources = scratch.resolve("jcr");
    copy(top, sources, false);
    Path home = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Path local = Path.of(System.getProperty("localRepository", home.toString()));
    Path repository = scratch.resolve("repository");
    copy(local, repository, true);
    return new ReadersMachine(Jcr.HOME.resolve("bin"), sources, repository);
  }

  private static void copy(Path from, Path to, boolean repository) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Path relative = from.relativize(directory);
            boolean left =
                repository
                    ? relative.equals(Path.of("io/jcr"))
                    : NOT_CLONED.contains(directory.getFileName().toString());
            if (left) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(relative));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file));
            if (repository) {
              linkOrCopy(file, target);
            } else {
              Files.copy(file, target);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Half a gigabyte need not be copied where it can be linked.
  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileSystemException e) {
      Files.copy(file, target); // on another file system
    }
  }
}
