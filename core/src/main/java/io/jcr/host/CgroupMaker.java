package io.jcr.host;

import java.nio.file.Path;

/// Who makes cgroups below groups that containers share.
interface CgroupMaker {
  /// Makes the cgroup `directory` and those above it that are missing, and journals their removal.
  ///
  /// @param make makes them
  void create(Path directory, Journal journal, Runnable make);
}
