package io.jcr.host;

import java.nio.file.Path;

/// Creates cgroups below groups that containers share.
interface CgroupMaker {
  /// Creates the cgroup `directory` and any missing ones above it, and journals their removal.
  ///
  /// @param owner the state directory of the container that the cgroup is for
  /// @param make creates them
  void create(Path directory, Path owner, Journal journal, Runnable make);
}
