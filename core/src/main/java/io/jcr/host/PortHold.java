package io.jcr.host;

import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4;
import io.jcr.api.PublishedPort;
import io.jcr.spi.HeldPorts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The host ports that a run has taken. The rehearsal takes them, so that an unavailable port is
/// found before anything is changed; the run itself then finds them taken.
public final class PortHold {
  private @Nullable PortRelay relay;

  /// Takes the ports, unless they are already held.
  ///
  /// @throws ErrnoException when one is not free
  public HeldPorts hold(List<PublishedPort> ports) {
    if (relay == null || !relay.asked().equals(ports)) {
      if (relay != null) {
        relay.end();
      }
      relay = PortRelay.start(LinuxHost.INIT, ports);
    }
    return relay.held();
  }

  /// Relays traffic that arrives at them.
  ///
  /// @param address where the host reaches the container
  /// @param pid the container's first process; relaying ends with it
  void relay(Ipv4 address, long pid) {
    if (relay == null) {
      throw new IllegalStateException("ports are relayed that were not held");
    }
    relay.serve(address, pid);
  }
}
