package com.example.macvlan;

import io.jcr.api.HostException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.Host;
import java.util.Optional;

/// Gives each container of a parent an address that no other container has. What else is on the
/// parent's network, jcr does not know: give it a subnet that nobody else uses, or `ip`.
record Addresses(MacvlanOptions options, Host host) {
  /// @throws HostException when the chosen one, or all, are taken
  Ipv4Prefix take() {
    return options
        .subnet()
        .with(options.ip().map(this::takeChosen).orElseGet(this::takeFirstFree));
  }

  private Ipv4 takeChosen(Ipv4 ip) {
    lease(ip)
        .ifPresent(
            other -> {
              throw new HostException(
                  "network macvlan: address " + ip + " is taken by container " + other);
            });
    return ip;
  }

  private Ipv4 takeFirstFree() {
    Ipv4 last = options.subnet().broadcast();
    for (Ipv4 ip = options.subnet().network().plus(1); !ip.equals(last); ip = ip.plus(1)) {
      if (!options.gateway().equals(Optional.of(ip)) && lease(ip).isEmpty()) {
        return ip;
      }
    }
    throw new HostException("network macvlan: no address of " + options.subnet() + " is free");
  }

  private Optional<String> lease(Ipv4 ip) {
    return host.lease("macvlan-" + options.parent(), ip.toString());
  }
}
