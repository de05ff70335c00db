package io.jcr.plugins.bench.vm;

import java.net.InetSocketAddress;

/// A virtual machine with a server in it, until it is closed.
public interface RunningVm extends AutoCloseable {
  /// Where the server is reached from the host.
  InetSocketAddress address();

  /// When what happened so far: `commandNanos` is known, `exitNanos` and `goneNanos` are 0.
  VmTimeline timeline();

  /// The process of QEMU, whose memory is what the machine costs.
  long pid();

  /// Kills the machine and removes what was made for it. A second call does nothing.
  @Override
  void close();
}
