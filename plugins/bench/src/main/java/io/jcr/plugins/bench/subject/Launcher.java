package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.util.List;

/// How to make a runtime run a command: what distinguishes one container runtime from another.
interface Launcher extends AutoCloseable {
  String id();

  String label();

  /// Prepares what must exist before the first instance; may be called only once.
  ///
  /// @throws io.jcr.api.UnsupportedException if this machine cannot do it
  void prepare() throws IOException, InterruptedException;

  /// The process that runs a command, not started yet.
  ///
  /// @param instance a name that no other instance has
  ProcessBuilder process(List<String> command, String instance) throws IOException;

  /// Removes an instance that was killed instead of ended: a command, or empty.
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

  /// The path inside for a file of the root file system.
  default String path(String file) {
    return "/" + file;
  }

  /// A writable directory inside.
  default String dataDirectory() {
    return "/" + Workplace.DATA;
  }

  @Override
  default void close() {}
}
