package io.jcr.runtime;

import static io.jcr.runtime.Backends.asked;
import static java.util.stream.Collectors.joining;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket;
import io.jcr.oci.Bundle;
import io.jcr.runtime.ContainerStore.Container;
import io.jcr.runtime.Preparation.Prepared;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.NetworkPlan;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// How a container comes to be, from top to bottom:
///
/// ```
/// ContainerSpec → backends checked → rehearsed on a host that only pretends → directory and journal
///               → limits, root, network prepared → LaunchPlan → process parked → network attached → proceed → the user's program runs
/// ```
///
/// There is no teardown here: each change to the host goes through the [Host], which journals its
/// inverse first, and the supervisor (jcr-init) runs the journal when the container ends, or when
/// this JVM fails or dies at any point. What a run is refused for is found by the rehearsal, before
/// there is anything to undo.
public final class RunPipeline {
  private final Backends backends;
  private final HostFacts facts;
  private final Preparation preparation;
  private final ContainerStore store;
  private final ControlSocket init;

  @Inject
  RunPipeline(
      Backends backends,
      HostFacts facts,
      Preparation preparation,
      ContainerStore store,
      ControlSocket init) {
    this.backends = backends;
    this.facts = facts;
    this.preparation = preparation;
    this.store = store;
    this.init = init;
  }

  /// Starts the container; returns when it runs the user's program.
  ///
  /// @param asked what was asked for
  /// @throws io.jcr.api.JcrException when it could not be started; whatever was changed is undone
  ///   when this JVM exits
  public void start(ContainerSpec asked, Timeline timeline) {
    backends.probe(facts);
    backends.validate(asked);
    try {
      preparation.rehearse(asked);
      timeline.mark("rehearsed");
      Container container = store.create(asked.id(), timeline.hostLog());
      timeline.mark("state directory made");
      Prepared prepared = preparation.prepare(asked, container.host(), timeline.hostLog());
      timeline.mark("prepared");

      ControlSocket.InitProcess process = init.launch(prepared.launch());
      timeline.mark("process made" + timeline.namespaces(process.pid()));
      if (prepared.network().attach()) {
        connect(prepared, process.pid(), container.host(), timeline.hostLog());
        timeline.mark("network attached");
      }
      // before the process goes on: it may end, and its directory go, in no time
      Bundle.write(container.paths().state(), asked);
      StateFile.write(state(prepared, process, container.paths().state()));
      init.proceed();
      timeline.steps(init.awaitExec(prepared.launch()));
      timeline.mark("program runs");
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, Advice.on(e, facts));
    }
  }

  /// Attaches the network. Where the process is gone, what it said before is the reason, not that
  /// it is gone.
  private void connect(Prepared prepared, long pid, Host host, HostLog log) {
    try {
      attach(prepared, pid, host, log);
    } catch (HostException e) {
      if (e.getCause() instanceof ErrnoException cause && cause.errno() == Errno.ESRCH) {
        init.awaitExec(prepared.launch());
      }
      throw e;
    }
  }

  /// Connects the process.
  void attach(Prepared prepared, long pid, Host host, HostLog log) {
    asked(
        backends.network(),
        facts,
        log,
        () -> {
          backends.network().attach(prepared.spec(), prepared.network(), pid, host);
          return prepared;
        });
  }

  private ContainerState state(
      Prepared prepared, ControlSocket.InitProcess process, Path directory) {
    ContainerSpec spec = prepared.spec();
    NetworkPlan network = prepared.network();
    Map<String, String> annotations = new HashMap<>(network.facts());
    annotations.put("hostname", spec.hostname());
    annotations.put("rootfs", spec.root().path().toString());
    if (!spec.idMappings().isEmpty()) {
      annotations.put(
          "idMappings", spec.idMappings().stream().map(IdMapping::line).collect(joining()).strip());
    }
    annotations.put("ns", backends.namespace().name());
    annotations.put("fs", backends.filesystem().name());
    annotations.put("net", backends.network().name());
    annotations.put("limiter", backends.limiter().name());
    if (network.address() != null) {
      annotations.put("address", network.address().toString());
    }
    return new ContainerState(
        spec.id(),
        ContainerState.Status.RUNNING,
        process.pid(),
        process.startTime(),
        StateFile.bootId(facts),
        directory,
        annotations);
  }
}
