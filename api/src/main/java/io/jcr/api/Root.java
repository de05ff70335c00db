package io.jcr.api;

import java.nio.file.Path;

/// The container's root file system, as `root` in the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config.md#root).
///
/// @param path absolute path on the host of the directory that holds the root file system
/// @param readonly whether the container sees it read-only
/// @param given whether the user chose it; a container that joins a mount namespace sees that
///   namespace's root instead of the default one
public record Root(Path path, boolean readonly, boolean given) {
  /// A root that the user chose.
  public Root(Path path, boolean readonly) {
    this(path, readonly, true);
  }

  public Root {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("root path '" + path + "' is not absolute");
    }
  }
}
