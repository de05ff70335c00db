package io.jcr.spi;

import io.jcr.api.ContainerState;
import java.util.Optional;
import java.util.Set;

/// The host of a network that does not know its place: what it creates in the container is named
/// after its place.
record PlacedHost(Placed placed, Host host) implements Host {
  @Override
  public HostFacts facts() {
    return host.facts();
  }

  @Override
  public ContainerPaths paths() {
    return host.paths();
  }

  @Override
  public Optional<ContainerState> container(String id) {
    return host.container(id);
  }

  @Override
  public Set<String> leased(String pool) {
    return host.leased(pool);
  }

  /// Both kinds that change have the result [HostChange.Done].
  @Override
  @SuppressWarnings("unchecked")
  public <R> R apply(HostChange<R> change) {
    if (change instanceof HostChange.CreateVeth(VethPair pair)) {
      return (R) host.apply(new HostChange.CreateVeth(placed.pair(pair)));
    }
    if (change instanceof HostChange.CreateLink(ContainerLink link)) {
      return (R) host.apply(new HostChange.CreateLink(placed.link(link)));
    }
    return host.apply(change);
  }
}
