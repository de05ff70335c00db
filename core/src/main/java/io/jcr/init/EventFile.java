package io.jcr.init;

import java.nio.file.Path;

/// The file to which jcr-init appends events. It becomes `PATH.1`, and that `PATH.2`, when it has
/// grown to `maxSize` bytes.
///
/// @param path the newest file
/// @param maxFile how many files there are at most, this one included
public record EventFile(Path path, long maxSize, int maxFile) {
  public EventFile {
    if (maxFile < 1) {
      throw new IllegalArgumentException("maxFile " + maxFile);
    }
  }
}
