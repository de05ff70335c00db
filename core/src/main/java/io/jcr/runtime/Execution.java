package io.jcr.runtime;

import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.init.ControlSocket;
import io.jcr.init.Detachment;
import io.jcr.init.LaunchPlan;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.init.StandardInput;
import io.jcr.linux.ProbedCause;
import io.jcr.running.ContainerCgroups;
import io.jcr.spi.HostFacts;
import io.jcr.state.EventLog;
import io.jcr.state.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An additional process in a running container. It joins the container's cgroups and namespaces
/// from outside, then runs the same [ProcessSteps] as the first process. It changes nothing on the
/// host, so there is nothing to undo; it dies with its supervisor.
public final class Execution {
  /// The order of joining: the mount namespace late, because until then paths are the host's; the
  /// user namespace last, because after that others cannot be joined.
  private static final List<NamespaceType> ORDER =
      List.of(
          NamespaceType.CGROUP,
          NamespaceType.IPC,
          NamespaceType.UTS,
          NamespaceType.NETWORK,
          NamespaceType.PID,
          NamespaceType.TIME,
          NamespaceType.MOUNT,
          NamespaceType.USER);

  private final ControlSocket init;
  private final HostFacts facts;

  /// @param init the supervisor of the process
  public Execution(ControlSocket init, HostFacts facts) {
    this.init = init;
    this.facts = facts;
  }

  /// Starts `process` in the running container `state`; returns once it runs its program.
  ///
  /// @param spec the container's spec
  /// @param detached whether it outlives its caller; its output is then discarded
  /// @param events where it is recorded
  /// @throws UsageException when the container ends in the meantime
  public void start(
      ContainerState state,
      ContainerSpec spec,
      ContainerProcess process,
      boolean detached,
      EventLog events,
      Timeline timeline) {
    try {
      LaunchPlan plan = plan(state, spec, process, timeline.hostLog().isWanted());
      timeline.mark("planned");
      init.events(events.ofExec(state.bundle(), facts, spec, process.args()));
      if (detached) {
        init.detach(new Detachment(null, 0, 1, StandardInput.NONE, null));
      }
      run(plan, state, timeline);
      timeline.mark("program runs");
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, ProbedCause.of(e, facts));
    }
  }

  private void run(LaunchPlan plan, ContainerState state, Timeline timeline) {
    try {
      ControlSocket.InitProcess made = init.launch(plan);
      timeline.mark("process made" + timeline.namespaces(made.pid()));
      requireStill(state);
      init.proceed();
      init.awaitExec(plan);
    } finally {
      timeline.steps(init.stepTimes(plan));
    }
  }

  /// The plan that [#start] would execute.
  public LaunchPlan plan(
      ContainerState state, ContainerSpec spec, ContainerProcess process, boolean trace) {
    Steps enter = new Steps();
    List<String> groups = new ContainerCgroups(facts).of(state.pid());
    groups.forEach(file -> enter.add(new InitOp.WriteFile(file, "0")));
    for (NamespaceType type : ORDER) {
      Path file = Path.of("/proc/" + state.pid() + "/ns", type.procName());
      if (!link(file).equals(link(Path.of("/proc/self/ns", type.procName())))) {
        enter.add(new InitOp.Setns(file.toString(), type.cloneFlag()));
      }
    }
    enter.add(new InitOp.Clone(0, ""));
    Steps inside = new Steps();
    // a container that only called chroot(2) is in a copy of the host's mounts
    link(Path.of("/proc/" + state.pid() + "/root"))
        .filter(root -> !root.equals("/"))
        .ifPresent(root -> inside.add(new InitOp.Chroot(root)));
    inside.add(new InitOp.Park());
    List<Step> steps = new ArrayList<>(inside.list());
    steps.addAll(new ProcessSteps(process, spec.linux(), false).list());
    return new LaunchPlan(enter.list(), steps, List.of(), trace, process.terminal());
  }

  /// Between the check of the pid and the opening of its files, the pid may have been reused. All
  /// files were opened before the new process was created, so one check after that is enough.
  private void requireStill(ContainerState state) {
    if (StateFile.running(state.bundle(), facts).isEmpty()) {
      throw new UsageException("container '" + state.id() + "' has just ended");
    }
  }

  private static Optional<String> link(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      return Optional.empty(); // the process has ended, or the kernel has no such namespaces
    }
  }
}
