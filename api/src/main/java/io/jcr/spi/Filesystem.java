package io.jcr.spi;

import io.jcr.api.ContainerSpec;

/// How the container gets its root file system: `--fs`.
public interface Filesystem extends Backend {
  /// Prepares the directories it needs through `host`, and returns the operations by which the
  /// process mounts and enters its root.
  ///
  /// @throws io.jcr.api.ErrnoException when a change to the host fails
  RootFilesystem prepare(ContainerSpec spec, Host host);
}
