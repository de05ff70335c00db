package io.jcr.state;

import io.jcr.host.HostLog;
import io.jcr.host.Journal;
import io.jcr.host.JournallingHost;
import io.jcr.host.ObservedHost;
import io.jcr.host.PortHold;
import io.jcr.host.PretendedHost;
import io.jcr.host.Undo;
import io.jcr.host.Words;
import io.jcr.linux.Libc;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The chain of hosts between the backends and the kernel:
///
/// ```
/// run        journal → log → Linux
/// dry run    journal → log → nothing
/// rehearsal  journal → nothing, except that ports are taken
/// ```
public final class HostChain {
  private HostChain() {}

  /// The host for the backends of a container. `host` makes the changes, each after its inverse has
  /// been written to `journal`.
  ///
  /// @param kept whether the container's data stays when it stops
  static Host journalled(Host host, Journal journal, StateRoot root, boolean kept, Libc libc) {
    Undo undo = Undo.of(host, journal, root.shared(), root.leases(), kept, libc);
    return journalled(host, undo, root, new Leases(root.leases())::keys);
  }

  /// Reports the changes of `host` to `log`.
  static Host observed(Host host, HostLog log, StateRoot root) {
    return new ObservedHost(host, log, new Words(root.leases()));
  }

  /// For a dry run: logs the requests of container `id` with their undo, and answers requests for
  /// leases from the current ones.
  public static Host planning(StateRoot root, String id, HostFacts facts, HostLog log) {
    Leases leases = new Leases(root.leases());
    Host nothing = new PretendedHost(facts, root.paths(id), new LeasesOf(leases));
    Host observed = observed(nothing, log, root);
    Journal journal = log.observing((verb, arguments) -> {});
    journal.append("tree", root.container(id));
    observed.createDirectory(root.container(id), 0711);
    observed.createDirectory(observed.paths().rootMount(), 0755);
    return journalled(
        observed,
        Undo.pretended(observed, journal, root.shared(), root.leases()),
        root,
        leases::keys);
  }

  /// For the rehearsal of a run. Leases count as free, because a holder may be a dead container
  /// that the run reclaims first. Ports are really taken.
  public static Host rehearsing(StateRoot root, String id, HostFacts facts, PortHold ports) {
    PortOwners owners = new PortOwners(new ContainerRecords(root, facts));
    Host nothing = new PretendedHost(facts, root.paths(id), new RehearsedPorts(ports, owners));
    Journal journal = (verb, arguments) -> {};
    return journalled(
        nothing,
        Undo.pretended(nothing, journal, root.shared(), root.leases()),
        root,
        pool -> Set.of());
  }

  /// @param leases answers [Host#leased]
  private static Host journalled(
      Host host, Undo undo, StateRoot root, Function<String, Set<String>> leases) {
    ContainerRecords records = new ContainerRecords(root, host.facts());
    return new JournallingHost(host, undo, records::running, leases);
  }

  private static final class LeasesOf extends PretendedChanges {
    private final Leases leases;

    LeasesOf(Leases leases) {
      this.leases = leases;
    }

    @Override
    public Optional<String> visit(HostChange.Lease change) {
      return leases.isTaken(change.pool(), change.key())
          ? Optional.of("another container")
          : Optional.empty();
    }
  }
}
