package io.jcr.api;

import java.nio.file.Path;

/// The container's root file system, as `root` in the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config.md#root).
///
/// @param path absolute path on the host of the directory that holds the root file system
/// @param readonly whether the container sees it read-only
/// @param given whether it was asked for; the default one gives way where the container joins a
///   mount namespace, whose root it then sees
public record Root(Path path, boolean readonly, boolean given) {
  /// One that was asked for.
  public Root(Path path, boolean readonly) {
    this(path, readonly, true);
  }

  public Root {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("root path '" + path + "' is not absolute");
    }
  }
}
