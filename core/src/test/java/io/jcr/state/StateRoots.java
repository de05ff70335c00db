package io.jcr.state;

import java.nio.file.Path;

/// State roots for tests.
final class StateRoots {
  private StateRoots() {}

  /// All of one below `directory`.
  static StateRoot below(Path directory) {
    return new StateRoot(
        directory.resolve("run/containers"),
        directory.resolve("data"),
        directory.resolve("leases"),
        directory.resolve("shared"),
        directory.resolve("indexes"),
        directory.resolve("run/lock"));
  }
}
