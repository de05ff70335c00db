package io.jcr.plugins.bench.vm;

import java.net.InetSocketAddress;

/// A virtual machine with a server in it, until it is closed.
public interface RunningVm extends AutoCloseable {
  /// Where the host reaches the server.
  InetSocketAddress address();

  /// When everything so far happened: `commandNanos` is known, `exitNanos` and `goneNanos` are 0.
  VmTimeline timeline();

  /// The QEMU process, whose memory is what the machine costs.
  long pid();

  /// Kills the machine and removes what was created for it. A second call does nothing.
  @Override
  void close();
}
