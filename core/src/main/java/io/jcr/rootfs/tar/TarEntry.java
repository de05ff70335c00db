package io.jcr.rootfs.tar;

import java.time.Instant;
import java.util.Map;

/// One member of a tar archive, without its content.
///
/// @param type what it is
/// @param name its path as in the archive: not checked, possibly hostile
/// @param linkName where a link leads, else empty
/// @param mode permission bits with setuid, setgid and sticky bit
/// @param uid owner
/// @param gid group
/// @param modified modification time
/// @param major of a device
/// @param minor of a device
/// @param xattrs extended attributes by their full names
public record TarEntry(
    Type type,
    String name,
    String linkName,
    int mode,
    long uid,
    long gid,
    Instant modified,
    int major,
    int minor,
    Map<String, byte[]> xattrs) {
  public TarEntry {
    xattrs = Map.copyOf(xattrs);
  }

  /// The kinds of members.
  public enum Type {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    DIRECTORY,
    FIFO
  }
}
