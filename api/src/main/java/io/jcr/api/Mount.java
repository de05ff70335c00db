package io.jcr.api;

import java.util.List;

/// One entry of `mounts` in the OCI runtime spec.
///
/// @param destination absolute path inside the container; symbolic links in it are resolved inside
///   the container's root
/// @param type file system type as in `/proc/filesystems`, or `bind`
/// @param source device, or for `bind` an absolute path on the host
/// @param options as in fstab(5): `ro nosuid nodev noexec relatime rbind …` become flags; others
///   are passed to the file system
public record Mount(String destination, String type, String source, List<String> options) {
  public Mount {
    if (!destination.startsWith("/")) {
      throw new IllegalArgumentException("mount destination '" + destination + "' is not absolute");
    }
    options = List.copyOf(options);
  }

  /// Whether this mounts a file or directory of the host.
  public boolean isBind() {
    return type.equals("bind");
  }
}
