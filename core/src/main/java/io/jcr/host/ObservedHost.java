package io.jcr.host;

import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;

/// Reports each change that the host behind it makes to a [HostLog].
public final class ObservedHost implements Host {
  private final Host host;
  private final HostLog log;
  private final Words words;

  /// A host whose changes are logged.
  public ObservedHost(Host host, HostLog log, Words words) {
    this.host = host;
    this.log = log;
    this.words = words;
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
  public <R> R apply(HostChange<R> change) {
    return log.perform(words, change, () -> host.apply(change));
  }
}
