package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.host.HostLog;
import io.jcr.host.PortHold;
import io.jcr.init.LaunchPlan;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Limits;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.RootFilesystem;
import io.jcr.state.HostChain;
import io.jcr.state.StateRoot;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Has the backends prepare everything that a run needs before its process exists.
///
/// A run does it twice: first with a host that only pretends, so that what it is refused for is
/// found before anything is changed, then in earnest. A dry run does it once.
final class Preparation {
  private final Backends backends;
  private final HostFacts facts;
  private final StateRoot root;
  private final PortHold ports;

  @Inject
  Preparation(Backends backends, HostFacts facts, StateRoot root, PortHold ports) {
    this.ports = ports;
    this.backends = backends;
    this.facts = facts;
    this.root = root;
  }

  /// What the backends have prepared, in the order of the kernel.
  record Prepared(ContainerSpec spec, NetworkPlan network, LaunchPlan launch) {}

  private record Parts(
      ContainerSpec spec, Limits limits, RootFilesystem root, NetworkPlan network, Joined joined) {}

  /// Goes through it on a host that only pretends, and has the backends check what they are asked
  /// for.
  ///
  /// @throws io.jcr.api.JcrException for the first thing that cannot be
  void rehearse(ContainerSpec asked) {
    Host host = HostChain.rehearsing(root, asked.id(), facts, ports);
    HostLog log = new HostLog(false);
    parts(checked(asked, host, log), host, log);
  }

  /// A dry run: the backends check what they are asked for, and prepare it on a host that pretends.
  Prepared plan(ContainerSpec asked, Host host, HostLog log) {
    return prepare(checked(asked, host, log), host, log);
  }

  Prepared prepare(ContainerSpec asked, Host host, HostLog log) {
    return prepare(withNamespaces(asked, host, log), host, log);
  }

  /// With the namespaces that were decided on.
  private record Decided(ContainerSpec spec, NamespacePlan namespaces) {}

  private Decided checked(ContainerSpec asked, Host host, HostLog log) {
    backends.validateNamespace(asked);
    Decided decided = withNamespaces(asked, host, log);
    backends.validate(decided.spec());
    return decided;
  }

  /// Which namespaces there will be is decided first: the others depend on it.
  private Decided withNamespaces(ContainerSpec asked, Host host, HostLog log) {
    NamespacePlan plan =
        backends.asked(
            backends.namespace(), facts, log, () -> backends.namespace().prepare(asked, host));
    return new Decided(
        asked.withNamespaces(plan.namespaces()).withIdMappings(plan.idMappings()), plan);
  }

  private Prepared prepare(Decided decided, Host host, HostLog log) {
    Parts parts = parts(decided, host, log);
    ContainerSpec spec = parts.spec();
    List<Mount> etc =
        spec.seesJoinedRoot() ? List.of() : EtcFiles.prepare(spec, parts.network(), host);
    LaunchPlan launch =
        new RoomSteps(
                spec,
                backends,
                parts.limits(),
                parts.root(),
                parts.network(),
                new Volumes(spec, host.paths().state()),
                parts.joined())
            .plan(etc, log.isWanted());
    return new Prepared(spec, parts.network(), launch);
  }

  private Parts parts(Decided decided, Host host, HostLog log) {
    ContainerSpec asked = decided.spec();
    NamespacePlan namespaces = decided.namespaces();
    Combinations.check(asked, host.paths());
    if (namespaces.cgroupsOf() != 0) {
      Combinations.checkNoLimits(asked);
    }
    boolean shared = namespaces.cgroupsOf() != 0;
    Limits limits =
        shared
            ? new Limits("", List.of(), List.of(), List.of())
            : backends.asked(
                backends.limiter(), facts, log, () -> backends.limiter().create(asked, host));
    RootFilesystem filesystem =
        asked.seesJoinedRoot()
            ? new RootFilesystem(Path.of("/"), List.of(), List.of())
            : backends.asked(
                backends.filesystem(),
                facts,
                log,
                () -> backends.filesystem().prepare(asked, host));
    NetworkPlan network =
        asked.joins(NamespaceType.NETWORK)
            ? NetworkPlan.unchanged()
            : backends.asked(
                backends.network(), facts, log, () -> backends.network().prepare(asked, host));
    ContainerSpec spec = withNetwork(asked, network);
    Combinations.checkNetwork(spec);
    NameResolution.of(spec).check(spec, network);
    Sysctls.check(spec);
    return new Parts(spec, limits, filesystem, network, Joined.of(namespaces, facts));
  }

  private static ContainerSpec withNetwork(ContainerSpec spec, NetworkPlan network) {
    List<LinuxNamespace> namespaces = new ArrayList<>(spec.namespaces());
    if (network.namespace() != null) {
      namespaces.add(network.namespace());
    }
    return spec.withNamespaces(namespaces);
  }
}
