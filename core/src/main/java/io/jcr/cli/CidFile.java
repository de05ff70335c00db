package io.jcr.cli;

import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// `--cidfile`: a file that gets the id of a container.
final class CidFile {
  private CidFile() {}

  /// As docker, jcr writes no id over another.
  ///
  /// @throws UsageException when there is such a file
  static void requireNone(@Nullable Path file) {
    if (file != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException(
          "--cidfile=" + file + ": the file exists; another container may be using it (remove it)");
    }
  }

  static void write(@Nullable Path file, String id) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, id, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new HostException("--cidfile=" + file + ": cannot be written: " + e);
    }
  }
}
