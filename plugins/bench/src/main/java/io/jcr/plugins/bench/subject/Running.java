package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An instance that runs until it is closed.
public interface Running extends AutoCloseable {
  /// Where the host reaches its server, if it has one.
  Optional<InetSocketAddress> address();

  /// When everything so far happened.
  Timeline timeline();

  /// The processes on the host that exist because of it.
  List<Long> processes() throws IOException;

  /// What is charged to the cgroup of this instance alone, including kernel memory; empty if it
  /// does not have its own.
  OptionalLong cgroupMemory() throws IOException;

  /// Ends it and waits until nothing is left of it. A second call does nothing.
  @Override
  void close();
}
