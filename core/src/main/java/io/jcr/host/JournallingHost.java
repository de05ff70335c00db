package io.jcr.host;

import io.jcr.api.ContainerState;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Lets the host behind it make each change only after its inverse is in the undo journal. This is
/// why backends have no teardown code.
public final class JournallingHost implements Host {
  private final Host host;
  private final Undo undo;
  private final Function<String, Optional<ContainerState>> containers;
  private final Function<String, Set<String>> leases;

  /// @param host makes the changes
  /// @param undo writes the journal before `host` makes them
  /// @param containers answers [#container]
  /// @param leases answers [#leased]
  public JournallingHost(
      Host host,
      Undo undo,
      Function<String, Optional<ContainerState>> containers,
      Function<String, Set<String>> leases) {
    this.host = host;
    this.undo = undo;
    this.containers = containers;
    this.leases = leases;
  }

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
    return containers.apply(id);
  }

  @Override
  public Set<String> leased(String pool) {
    return leases.apply(pool);
  }

  @Override
  public <R> R apply(HostChange<R> change) {
    return change.accept(undo);
  }
}
