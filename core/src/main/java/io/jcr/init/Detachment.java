package io.jcr.init;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a container is supervised once jcr has gone.
///
/// @param log the file that its output is written to, in the CRI format; null: the output is
///   dropped
/// @param maxSize how many bytes the log may have before it is rotated; 0: as many as it gets
/// @param maxFile how many files of the log there are at most, the one that is written to included
/// @param stdin what the container reads
/// @param control the socket at which the supervisor lets others attach; null: nobody can
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
