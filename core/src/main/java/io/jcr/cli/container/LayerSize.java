package io.jcr.cli.container;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.linux.LivingTreeVisitor;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/// How much a container has written to its root file system: the bytes of the files in its writable
/// layer.
final class LayerSize {
  private LayerSize() {}

  /// Adds them up.
  ///
  /// @param data the directory of the container's layers
  /// @return empty when it has no layer on disk, or this user may not look into it
  static OptionalLong of(Path data) {
    Path upper = data.resolve("upper");
    if (!Files.isReadable(upper)) {
      return OptionalLong.empty();
    }
    Sum sum = new Sum();
    try {
      Files.walkFileTree(upper, sum);
    } catch (IOException e) {
      throw new HostException("read " + upper + ": " + FileFailure.reason(e));
    }
    return OptionalLong.of(sum.bytes);
  }

  /// Links are not followed.
  private static final class Sum extends LivingTreeVisitor {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }
  }
}
