package io.jcr.plugins.bench.vm;

import java.nio.file.Path;

/// A disk for a guest's files: a raw image with ext4, made for the run and removed after it,
/// reached by virtio-blk with `cache=none` where the host's file system can do that.
///
/// @param directory where the image is made: the same file system that the containers' files lie on
/// @param bytes its size, at least 16 MiB
public record DataDisk(Path directory, long bytes) {
  /// @throws IllegalArgumentException if the disk is too small for a file system
  public DataDisk {
    if (bytes < 16L << 20) {
      throw new IllegalArgumentException(
          "a data disk has at least 16 MiB, not " + bytes + " bytes");
    }
  }
}
