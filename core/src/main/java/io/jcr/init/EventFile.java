package io.jcr.init;

import java.nio.file.Path;

/// The file to which jcr-init appends events. When it has grown to `maxSize` bytes, it becomes
/// `PATH.1`, and `PATH.1` becomes `PATH.2`.
///
/// @param path the newest file
/// @param maxFile the maximum number of files, including this one
public record EventFile(Path path, long maxSize, int maxFile) {
  public EventFile {
    if (maxFile < 1) {
      throw new IllegalArgumentException("maxFile " + maxFile);
    }
  }
}
