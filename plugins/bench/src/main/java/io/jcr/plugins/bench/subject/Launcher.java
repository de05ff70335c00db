package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.util.List;

/// How a runtime is told to run a command: what tells one container runtime from another.
interface Launcher extends AutoCloseable {
  String id();

  String label();

  /// What must be there before the first instance; may be called once only.
  ///
  /// @throws io.jcr.api.UnsupportedException if this machine cannot
  void prepare() throws IOException, InterruptedException;

  /// The process that runs a command, not started.
  ///
  /// @param instance a name that no other instance has
  ProcessBuilder process(List<String> command, String instance) throws IOException;

  /// What removes an instance that was killed rather than ended: a command, or empty.
  default List<String> removal(String instance) {
    return List.of();
  }

  /// Whether a server can be reached from the host.
  boolean reachable();

  /// Whether its programs use the host's network.
  default boolean hostNetwork() {
    return false;
  }

  /// Whether several instances may run at once.
  default boolean concurrent() {
    return true;
  }

  /// Whether each instance has a cgroup of its own.
  default boolean ownCgroup() {
    return true;
  }

  /// The path inside of a file of the root file system.
  default String path(String file) {
    return "/" + file;
  }

  /// A directory inside that can be written.
  default String dataDirectory() {
    return "/" + Workplace.DATA;
  }

  @Override
  default void close() {}
}
