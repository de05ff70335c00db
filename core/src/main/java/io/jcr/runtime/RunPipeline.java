package io.jcr.runtime;

import static io.jcr.runtime.Backends.asked;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.init.ControlSocket;
import io.jcr.init.LaunchPlan;
import io.jcr.runtime.ContainerStore.Container;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Limits;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.RootFilesystem;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a container comes to be, from top to bottom:
///
/// ```
/// ContainerSpec → backends checked → directory and journal → limits, root, network prepared → LaunchPlan
///               → process parked → network attached → proceed → the user's program runs
/// ```
///
/// There is no teardown here: each change to the host goes through the [Host], which journals its
/// inverse first, and the supervisor (jcr-init) runs the journal when the container ends, or when
/// this JVM fails or dies at any point.
public final class RunPipeline {
  private final Backends backends;
  private final HostFacts facts;
  private final ContainerStore store;
  private final ControlSocket init;

  @Inject
  RunPipeline(Backends backends, HostFacts facts, ContainerStore store, ControlSocket init) {
    this.backends = backends;
    this.facts = facts;
    this.store = store;
    this.init = init;
  }

  /// Starts the container; returns when it runs the user's program.
  ///
  /// @param asked what was asked for
  /// @throws io.jcr.api.JcrException when it could not be started; whatever was changed is undone
  ///   when this JVM exits
  public void start(ContainerSpec asked, Timeline timeline) {
    backends.check(asked, facts);
    try {
      Container container = store.create(asked.id());
      timeline.mark("prepared state");

      Host host = container.host();
      Limits limits =
          asked(backends.limiter(), facts, () -> backends.limiter().create(asked, host));
      RootFilesystem root =
          asked(backends.filesystem(), facts, () -> backends.filesystem().prepare(asked, host));
      NetworkPlan network =
          asked(backends.network(), facts, () -> backends.network().prepare(asked, host));
      ContainerSpec spec = withNetwork(asked, network);
      List<Mount> etc = EtcFiles.prepare(spec, network, host);
      LaunchPlan plan =
          new LaunchPlanner(spec, backends, limits, root, network).plan(etc, timeline.isWanted());
      timeline.mark("planned");

      ControlSocket.InitProcess process = init.launch(plan);
      timeline.mark("cloned");
      if (network.attach()) {
        asked(
            backends.network(),
            facts,
            () -> {
              backends.network().attach(spec, network, process.pid(), host);
              return process;
            });
        timeline.mark("attached");
        init.proceed();
      }
      StateFile.write(state(spec, network, process, container.paths().state()));
      timeline.steps(init.awaitExec(plan));
      timeline.mark("program runs");
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, Advice.on(e, facts));
    }
  }

  private static ContainerSpec withNetwork(ContainerSpec spec, NetworkPlan network) {
    List<LinuxNamespace> namespaces = new ArrayList<>(spec.namespaces());
    if (network.namespace() != null) {
      namespaces.add(network.namespace());
    }
    return spec.withNamespaces(namespaces);
  }

  private ContainerState state(
      ContainerSpec spec, NetworkPlan network, ControlSocket.InitProcess process, Path directory) {
    Map<String, String> annotations = new HashMap<>(network.facts());
    annotations.put("hostname", spec.hostname());
    annotations.put("rootfs", spec.root().path().toString());
    annotations.put("ns", backends.namespace().name());
    annotations.put("fs", backends.filesystem().name());
    annotations.put("net", backends.network().name());
    annotations.put("limiter", backends.limiter().name());
    if (network.address() != null) {
      annotations.put("address", network.address().toString());
    }
    String bootId = facts.read(Path.of("/proc/sys/kernel/random/boot_id")).orElse("").strip();
    return new ContainerState(
        spec.id(),
        ContainerState.Status.RUNNING,
        process.pid(),
        process.startTime(),
        bootId,
        directory,
        annotations);
  }
}
