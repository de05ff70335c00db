package io.jcr.host;

import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;

/// A host on which nothing happens: its facts are real, but changes are not made.
public final class PretendedHost implements Host {
  private final HostFacts facts;
  private final ContainerPaths paths;
  private final PretendedChanges changes;

  /// @param changes answers the changes
  public PretendedHost(HostFacts facts, ContainerPaths paths, PretendedChanges changes) {
    this.facts = facts;
    this.paths = paths;
    this.changes = changes;
  }

  @Override
  public HostFacts facts() {
    return facts;
  }

  @Override
  public ContainerPaths paths() {
    return paths;
  }

  @Override
  public <R> R apply(HostChange<R> change) {
    return change.accept(changes);
  }
}
