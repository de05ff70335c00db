package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.OwnLimits;
import io.jcr.host.Effects;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.state.HostChain;
import io.jcr.state.StateRoot;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/// Plans a run without executing it: the same backends and the same pipeline, on a host that
/// changes nothing. Needs no privileges.
public final class DryRun {
  /// Stands for the pid that the container's process will have.
  private static final long NO_PID = 0;

  private final Backends backends;
  private final Lifecycle pipeline;
  private final LaunchPreparation preparation;
  private final HostFacts facts;
  private final StateRoot root;
  private final HostHooks hooks;

  @Inject
  DryRun(
      Backends backends,
      Lifecycle pipeline,
      LaunchPreparation preparation,
      HostFacts facts,
      StateRoot root,
      HostHooks hooks) {
    this.hooks = hooks;
    this.backends = backends;
    this.pipeline = pipeline;
    this.preparation = preparation;
    this.facts = facts;
    this.root = root;
  }

  /// The plan of a run of `spec`.
  ///
  /// @throws io.jcr.api.JcrException when a run would be refused
  public Plan plan(ContainerSpec spec) {
    HostLog log = new HostLog(true);
    Host host = HostChain.planning(root, spec.id(), facts, log);
    LaunchPreparation.Prepared prepared = preparation.plan(spec, host, log);
    List<HostLog.Entry> before = log.entries();
    if (prepared.network().attach()) {
      pipeline.attach(prepared, NO_PID, host, log);
    }
    ContainerState none =
        new ContainerState(
            spec.id(), Status.CREATING, NO_PID, 0, "", host.paths().state(), Map.of());
    hooks.create(prepared.spec(), none, Effects.pretended(log));
    List<HostLog.Entry> attached = log.entries();
    hooks.started(prepared.spec(), none, Effects.pretended(log));
    List<HostLog.Entry> all = log.entries();
    return Plan.of(
        backends.names(),
        OwnLimits.of(spec).values(),
        before,
        attached.subList(before.size(), attached.size()),
        prepared.launch(),
        all.subList(attached.size(), all.size()));
  }

  /// The LAUNCH packet for a run of `spec`, for `jcr-replay`, which runs it without Java in
  /// directories that its user has created.
  public byte[] launchPacket(ContainerSpec spec) {
    HostLog log = new HostLog(false);
    Host host = HostChain.planning(root, spec.id(), facts, log);
    return ControlSocket.packet(preparation.plan(spec, host, log).launch());
  }
}
