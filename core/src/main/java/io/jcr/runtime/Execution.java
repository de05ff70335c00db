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

/// A further process in a container that runs: it joins the container's cgroups and namespaces from
/// outside, then takes the same [ProcessSteps] as the first one. Nothing of the host is changed, so
/// there is nothing to undo; the process dies with its supervisor.
public final class Execution {
  /// What is joined, in this order: the mount namespace late, since paths are the host's until
  /// then; a user namespace last, since it takes away the power to join others.
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

  /// @param init the supervisor that will look after the process
  public Execution(ControlSocket init, HostFacts facts) {
    this.init = init;
    this.facts = facts;
  }

  /// Starts `process` in the running container `state`; returns when it runs its program.
  ///
  /// @param spec what the container was made from
  /// @param detached whether it goes on without its caller, its output going nowhere
  /// @param events where it is written down
  /// @throws UsageException when the container ends meanwhile
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
      ControlSocket.InitProcess made = init.launch(plan);
      timeline.mark("process made" + timeline.namespaces(made.pid()));
      requireStill(state);
      init.proceed();
      timeline.steps(init.awaitExec(plan));
      timeline.mark("program runs");
    } catch (ErrnoException e) {
      throw new HostException("jcr", e, ProbedCause.of(e, facts));
    }
  }

  /// What [#start] would do.
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
    // a container that was only chroot(2)ed lives in a copy of the host's mounts
    link(Path.of("/proc/" + state.pid() + "/root"))
        .filter(root -> !root.equals("/"))
        .ifPresent(root -> inside.add(new InitOp.Chroot(root)));
    inside.add(new InitOp.Park());
    List<Step> steps = new ArrayList<>(inside.list());
    steps.addAll(new ProcessSteps(process, spec.linux().seccomp(), false).list());
    return new LaunchPlan(enter.list(), steps, List.of(), trace, process.terminal());
  }

  /// A pid may have been given to another process between the look at it and the opening of its
  /// files, which were opened before the new process was made.
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
