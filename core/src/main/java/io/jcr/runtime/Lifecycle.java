package io.jcr.runtime;

import static java.util.stream.Collectors.joining;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.host.Effects;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket;
import io.jcr.init.Detachment;
import io.jcr.init.Ending;
import io.jcr.linux.ProbedCause;
import io.jcr.oci.Bundle;
import io.jcr.runtime.LaunchPreparation.Prepared;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.NetworkPlan;
import io.jcr.state.ContainerStore;
import io.jcr.state.ContainerStore.Container;
import io.jcr.state.Identity;
import io.jcr.state.LifePolicy;
import io.jcr.state.StateFile;
import io.jcr.state.StateRoot;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The life of a container, from top to bottom:
///
/// ```
/// create   ContainerSpec → checked, rehearsed on a host that only pretends → name taken, record written
/// start    supervised → limits, root, network prepared → LaunchPlan → process parked → network attached
///          → hooks → state written → proceed → the user's program runs → hooks
/// exec     namespaces and cgroups of a running container joined → the same process steps → program
/// delete   record journal run
/// ```
///
/// `run` is `create` and `start`. There is no teardown here. Each change to the host goes through
/// the [Host], which first journals its inverse. The supervisor (jcr-init) runs the journal when
/// the container ends, or when this JVM fails or dies. The rehearsal refuses an impossible start
/// before there is anything to undo.
public final class Lifecycle {
  private final Backends backends;
  private final HostFacts facts;
  private final LaunchPreparation preparation;
  private final ContainerStore store;
  private final ControlSocket init;
  private final HostHooks hooks;

  @Inject
  Lifecycle(
      Backends backends,
      HostFacts facts,
      LaunchPreparation preparation,
      ContainerStore store,
      ControlSocket init,
      HostHooks hooks) {
    this.hooks = hooks;
    this.backends = backends;
    this.facts = facts;
    this.preparation = preparation;
    this.store = store;
    this.init = init;
  }

  /// Creates a container that can be started.
  ///
  /// @throws io.jcr.api.JcrException when that fails; then nothing of it is left
  public void create(ContainerSpec spec) {
    check(spec);
    try {
      Container container = store.create(Identity.of(spec), true, new HostLog(false));
      Bundle.write(container.paths().state(), spec);
      StateFile.write(created(spec, container.paths().state()));
      store.keep(spec.id());
      store.events().write(Identity.of(spec), spec.annotations(), "create", Map.of());
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, ProbedCause.of(e, facts));
    }
  }

  /// Creates a container and starts it; returns once it runs the user's program.
  ///
  /// @throws io.jcr.api.JcrException when it could not be started; all changes are undone when this
  ///   JVM exits
  public void run(ContainerSpec spec, Supervision how, Timeline timeline) {
    check(spec);
    timeline.mark("rehearsed");
    launch(
        spec,
        how,
        () -> store.create(Identity.of(spec), how.kept(), timeline.hostLog()),
        container -> Bundle.write(container.paths().state(), spec),
        List.of("create", "start"),
        timeline);
    if (how.kept()) {
      store.keep(spec.id());
    }
  }

  /// Starts a container that was created, or that has ended; returns once it runs the user's
  /// program.
  ///
  /// @param spec the spec in its record
  /// @throws io.jcr.api.JcrException when it could not be started; it is then as before
  public void start(ContainerSpec spec, Supervision how, Timeline timeline) {
    check(spec);
    timeline.mark("rehearsed");
    launch(
        spec,
        how,
        () -> store.reopen(spec.id(), timeline.hostLog()),
        container -> {},
        List.of("start"),
        timeline);
  }

  private void check(ContainerSpec spec) {
    backends.probe(facts);
    try {
      preparation.rehearse(spec);
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, ProbedCause.of(e, facts));
    }
  }

  private void launch(
      ContainerSpec spec,
      Supervision how,
      Supplier<Container> opened,
      Consumer<Container> recorded,
      List<String> began,
      Timeline timeline) {
    try {
      Container container = opened.get();
      timeline.mark("state directory made");
      init.events(store.events().ofContainer(spec, began, how.kept(), container.paths().state()));
      long supervisor = supervise(spec, how, container.paths().state());
      Prepared prepared = preparation.prepare(spec, container.host(), timeline.hostLog());
      timeline.mark("prepared");

      ContainerState state;
      try {
        state = run(prepared, container, supervisor, how, recorded, timeline);
      } finally {
        timeline.steps(init.stepTimes(prepared.launch()));
      }
      timeline.mark("program runs");
      if (HostHooks.follow(spec.hooks())) {
        hooks.started(prepared.spec(), state, Effects.observed(timeline.hostLog()));
        timeline.mark("hooks run");
      }
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, ProbedCause.of(e, facts));
    }
  }

  private ContainerState run(
      Prepared prepared,
      Container container,
      long supervisor,
      Supervision how,
      Consumer<Container> recorded,
      Timeline timeline) {
    ControlSocket.InitProcess process = init.launch(prepared.launch());
    timeline.mark("process made" + timeline.namespaces(process.pid()));
    if (prepared.network().attach()) {
      connect(prepared, process.pid(), container.host(), timeline.hostLog());
      timeline.mark("network attached");
    }
    // before the process continues: it may end at once, and its directory disappear
    recorded.accept(container);
    ContainerState state =
        running(prepared, process, supervisor, how.restarts(), container.paths().state());
    if (HostHooks.precede(prepared.spec().hooks())) {
      init.awaitMeeting(prepared.launch());
      hooks.create(prepared.spec(), state, Effects.observed(timeline.hostLog()));
      timeline.mark("hooks run");
      init.proceed();
    }
    StateFile.write(state);
    init.proceed();
    init.awaitExec(prepared.launch());
    return state;
  }

  /// Tells the supervisor how to treat the container after this JVM has exited.
  ///
  /// @return the pid of its supervisor
  private long supervise(ContainerSpec spec, Supervision how, Path state) {
    if (how.kept()) {
      init.record(new Ending(state.resolve(StateRoot.EXIT), how.successor()));
    }
    if (!how.detached()) {
      return init.supervisor();
    }
    if (how.attachment() != null) {
      init.attach(how.attachment());
    }
    LifePolicy policy = LifePolicy.of(spec);
    return init.detach(
        new Detachment(
            state.resolve(StateRoot.LOG),
            policy.logMaxSize(),
            policy.logMaxFile(),
            policy.stdin(),
            state.resolve(StateRoot.CONTROL)));
  }

  /// Attaches the network. If the process has died, the failure that it reported is the reason, not
  /// its death.
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
    backends.attach(prepared.connection(), prepared.spec(), pid, host, facts, log);
  }

  private ContainerState created(ContainerSpec spec, Path directory) {
    return new ContainerState(
        spec.id(),
        ContainerState.Status.CREATED,
        0,
        0,
        StateFile.bootId(facts),
        directory,
        annotations(spec));
  }

  private ContainerState running(
      Prepared prepared,
      ControlSocket.InitProcess process,
      long supervisor,
      int restarts,
      Path directory) {
    ContainerSpec spec = prepared.spec();
    NetworkPlan network = prepared.network();
    Map<String, String> annotations = new HashMap<>(network.facts());
    annotations.putAll(annotations(spec));
    annotations.put(StateFile.SUPERVISOR, "" + supervisor);
    annotations.put(StateFile.STARTED, Instant.now().toString());
    if (restarts > 0) {
      annotations.put(StateFile.RESTARTS, "" + restarts);
    }
    if (!spec.idMappings().isEmpty()) {
      annotations.put(
          "idMappings", spec.idMappings().stream().map(IdMapping::line).collect(joining()).strip());
    }
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

  private Map<String, String> annotations(ContainerSpec spec) {
    Map<String, String> annotations = backends.names();
    annotations.put(StateFile.HOSTNAME, spec.hostname());
    annotations.put("rootfs", spec.root().path().toString());
    return annotations;
  }
}
