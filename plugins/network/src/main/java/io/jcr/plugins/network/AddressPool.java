package io.jcr.plugins.network;

import io.jcr.api.HostException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.Host;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The addresses of one bridge's network, leased from the host. The network, gateway and broadcast
/// addresses are never given to a container.
///
/// @param name the bridge's
/// @param subnet the network
/// @param host keeps the leases
record AddressPool(String name, Ipv4Prefix subnet, Host host) {
  /// Takes an address.
  ///
  /// @param wanted null for the first free one
  /// @throws HostException when it is taken, or all are
  Ipv4 take(@Nullable Ipv4 wanted) {
    return wanted == null ? takeFirstFree() : takeThis(wanted);
  }

  private Ipv4 takeThis(Ipv4 wanted) {
    Optional<String> holder = host.lease(name, wanted.toString());
    if (holder.isPresent()) {
      throw new HostException(
          "network veth: address "
              + wanted
              + " is taken by container "
              + holder.get()
              + " (without ip= the first free one is taken)");
    }
    return wanted;
  }

  private Ipv4 takeFirstFree() {
    Set<String> taken = host.leased(name);
    Ipv4 broadcast = subnet.broadcast();
    for (Ipv4 ip = subnet.network().plus(2); ip.compareTo(broadcast) < 0; ip = ip.plus(1)) {
      String key = ip.toString();
      if (!taken.contains(key) && host.lease(name, key).isEmpty()) {
        return ip;
      }
    }
    int all = broadcast.bits() - subnet.network().bits() - 2;
    throw new HostException(
        "network veth: subnet "
            + subnet
            + " is exhausted: all "
            + all
            + " addresses are taken (use a larger one: subnet=PREFIX)");
  }
}
