package io.jcr.host;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory that is empty at each start of a container, such as an overlay's work directory,
/// which the kernel does not mount twice. What is in one that exists was left by an earlier life of
/// the container, whose journal was lost.
final class ScratchDirectory {
  private ScratchDirectory() {}

  /// Removes it, if it exists, with what is in it. Symbolic links are not followed.
  static void removeLeft(Path directory) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(directory, new Removal());
    } catch (IOException e) {
      throw new HostException("remove " + directory + ": " + FileFailure.reason(e));
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
