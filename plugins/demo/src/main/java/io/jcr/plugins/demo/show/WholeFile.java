package io.jcr.plugins.demo.show;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Files that appear complete or not at all.
public final class WholeFile {
  private WholeFile() {}

  /// Reports, before anything is done, that a file cannot be written.
  ///
  /// @param option names it
  public static void requireWritable(String option, Path file) {
    Path directory = directoryOf(file);
    if (Files.isDirectory(file)) {
      throw new UsageException(option + "=" + file + ": is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new UsageException(option + "=" + file + ": there is no directory " + directory);
    }
    if (!Files.isWritable(directory)) {
      throw new UsageException(option + "=" + file + ": " + directory + " cannot be written");
    }
  }

  private static Path directoryOf(Path file) {
    @Nullable Path directory = file.toAbsolutePath().getParent();
    return directory == null ? file : directory;
  }

  /// Writes it to a temporary file next to its destination, then moves it there.
  public static void write(Path file, String content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) { // /dev/null must stay what it is
      Files.writeString(file, content);
      return;
    }
    Path unfinished = Files.createTempFile(directoryOf(file), ".jcr-demo", null);
    try {
      Files.writeString(unfinished, content);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
