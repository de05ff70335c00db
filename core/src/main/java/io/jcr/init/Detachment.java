package io.jcr.init;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a container is supervised once jcr has exited.
///
/// @param log the file that its output is written to, in the CRI format; null: the output is
///   dropped
/// @param maxSize the size in bytes at which the log is rotated; 0: unlimited
/// @param maxFile the maximum number of log files, including the one being written
/// @param stdin what the container reads
/// @param control the socket at which the supervisor lets others attach; null: nobody can attach
public record Detachment(
    @Nullable Path log, long maxSize, int maxFile, StandardInput stdin, @Nullable Path control) {
  public Detachment {
    if (maxSize < 0) {
      throw new IllegalArgumentException("maxSize " + maxSize);
    }
    if (maxFile < 1) {
      throw new IllegalArgumentException("maxFile " + maxFile);
    }
  }
}
