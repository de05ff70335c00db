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

/// Has the backends prepare everything that a run needs before its process is created.
///
/// A run does this twice: first with a host that changes nothing, so that it can be refused in
/// time, and then with the real one. A dry run does it once.
final class LaunchPreparation {
  private final Backends backends;
  private final HostFacts facts;
  private final StateRoot root;
  private final PortHold ports;

  @Inject
  LaunchPreparation(Backends backends, HostFacts facts, StateRoot root, PortHold ports) {
    this.ports = ports;
    this.backends = backends;
    this.facts = facts;
    this.root = root;
  }

  /// What the backends have prepared, in the order that the kernel requires.
  record Prepared(ContainerSpec spec, Connection connection, LaunchPlan launch) {
    NetworkPlan network() {
      return connection.whole();
    }
  }

  private record BackendPlans(
      ContainerSpec spec,
      Limits limits,
      RootFilesystem root,
      Connection connection,
      Joined joined) {}

  /// Has the backends check the spec, and prepare it on a host that changes nothing.
  ///
  /// @throws io.jcr.api.JcrException for the first thing that is refused
  void rehearse(ContainerSpec requested) {
    Host host = HostChain.rehearsing(root, requested.id(), facts, ports);
    HostLog log = new HostLog(false);
    plans(checked(requested, host, log), host, log);
  }

  /// A dry run: has the backends check the spec, and prepare it on `host`, which changes nothing.
  Prepared plan(ContainerSpec requested, Host host, HostLog log) {
    return prepare(checked(requested, host, log), host, log);
  }

  Prepared prepare(ContainerSpec requested, Host host, HostLog log) {
    ContainerSpec resolved = SharedNamespaces.of(requested).resolve(requested, host);
    return prepare(withNamespaces(resolved, host, log), host, log);
  }

  /// A spec with its final namespaces.
  private record Decided(ContainerSpec spec, NamespacePlan namespaces) {}

  private Decided checked(ContainerSpec spec, Host host, HostLog log) {
    ContainerSpec requested = SharedNamespaces.of(spec).resolve(spec, host);
    backends.validateNamespace(requested);
    Decided decided = withNamespaces(requested, host, log);
    backends.validate(decided.spec());
    return decided;
  }

  /// Decides on the namespaces, which the other backends depend on.
  private Decided withNamespaces(ContainerSpec requested, Host host, HostLog log) {
    NamespacePlan plan =
        backends.call(
            backends.namespace(), facts, log, () -> backends.namespace().prepare(requested, host));
    SharedNamespaces.of(requested).check(requested, plan);
    return new Decided(
        requested.withNamespaces(plan.namespaces()).withIdMappings(plan.idMappings()), plan);
  }

  private Prepared prepare(Decided decided, Host host, HostLog log) {
    BackendPlans plans = plans(decided, host, log);
    ContainerSpec spec = plans.spec();
    List<Mount> etc =
        spec.seesJoinedRoot()
            ? List.of()
            : EtcFiles.prepare(spec, plans.connection().whole(), host);
    LaunchPlan launch =
        new RoomSteps(
                spec,
                backends,
                plans.limits(),
                plans.root(),
                plans.connection(),
                new Volumes(spec, host.paths().state()),
                plans.joined())
            .plan(etc, log.isWanted());
    return new Prepared(spec, plans.connection(), launch);
  }

  private BackendPlans plans(Decided decided, Host host, HostLog log) {
    ContainerSpec requested = decided.spec();
    NamespacePlan namespaces = decided.namespaces();
    UnsupportedSettings.check(requested);
    SpecConflicts.check(requested, host.paths());
    if (namespaces.cgroupsOf() != 0) {
      SpecConflicts.checkNoLimits(requested);
    }
    boolean shared = namespaces.cgroupsOf() != 0;
    Limits limits =
        shared
            ? new Limits("", List.of(), List.of(), List.of())
            : backends.call(
                backends.limiter(), facts, log, () -> backends.limiter().create(requested, host));
    RootFilesystem filesystem =
        requested.seesJoinedRoot()
            ? new RootFilesystem(Path.of("/"), List.of(), List.of())
            : backends.call(
                backends.filesystem(),
                facts,
                log,
                () -> backends.filesystem().prepare(requested, host));
    Connection connection =
        requested.joins(NamespaceType.NETWORK)
            ? Connection.none()
            : backends.connect(requested, host, facts, log);
    ContainerSpec spec = withNetwork(requested, connection.whole());
    SpecConflicts.checkNetwork(spec);
    NameResolution.of(spec).check(spec, connection.whole());
    Sysctls.check(spec);
    return new BackendPlans(spec, limits, filesystem, connection, Joined.of(namespaces, facts));
  }

  private static ContainerSpec withNetwork(ContainerSpec spec, NetworkPlan network) {
    List<LinuxNamespace> namespaces = new ArrayList<>(spec.namespaces());
    if (network.namespace() != null) {
      namespaces.add(network.namespace());
    }
    return spec.withNamespaces(namespaces);
  }
}
