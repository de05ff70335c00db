package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An instance that runs until it is closed.
public interface Running extends AutoCloseable {
  /// Where its server is reached from the host, when it has one.
  Optional<InetSocketAddress> address();

  /// When what happened so far.
  Timeline timeline();

  /// The processes on the host that are there because of it.
  List<Long> processes() throws IOException;

  /// What the cgroup of this instance alone is charged for, kernel memory included; empty if it has
  /// none of its own.
  OptionalLong cgroupMemory() throws IOException;

  /// Ends it, and waits until nothing is left of it. A second call does nothing.
  @Override
  void close();
}
