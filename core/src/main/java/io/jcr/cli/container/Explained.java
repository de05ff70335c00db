package io.jcr.cli.container;

import io.jcr.runtime.Plan;
import picocli.CommandLine;

/// A command that `jcr explain` can explain.
public interface Explained {
  /// Its command line, to be parsed before [#explain].
  CommandLine line();

  /// What the command would do. Nothing is done. What the command would refuse is refused in the
  /// same way.
  Explanation explain();

  /// What a command would do.
  ///
  /// @param status the exit status of the command if nothing else goes wrong
  record Explanation(int status, Plan plan) {}
}
