package io.jcr.plugins.bench.vm;

import java.nio.file.Path;

/// A disk for a guest's files: a raw image with ext4, created for the run and removed after it,
/// attached with virtio-blk and with `cache=none` if the host's file system supports that.
///
/// @param directory where the image is created: on the same file system as the containers' files
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
