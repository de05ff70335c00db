package io.jcr.runtime;

import io.jcr.host.Effect;
import io.jcr.host.HostLog;
import io.jcr.init.LaunchPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that a command would do to the kernel, in order.
///
/// @param backends the backend of each kind, by the option that selects it
/// @param ownLimits those that only the limiter knows, by name
/// @param steps first to last
public record Plan(Map<String, String> backends, Map<String, String> ownLimits, List<Step> steps) {
  public Plan {
    ownLimits = Collections.unmodifiableMap(new LinkedHashMap<>(ownLimits));
    backends = Collections.unmodifiableMap(new LinkedHashMap<>(backends)); // in the table's order
    steps = List.copyOf(steps);
  }

  /// Who executes a step, and when.
  public enum Phase {
    /// The JVM changes the host, before the container's process exists.
    PREPARE,
    /// The supervisor enters the namespaces.
    ENTER,
    /// The JVM changes the host, while the process waits.
    ATTACH,
    /// The container's process changes itself.
    INSIDE,
    /// The JVM runs hooks, when the container's program runs.
    STARTED,
    /// The JVM changes an existing container.
    CHANGE,
    /// The container's supervisor runs the undo journal, when its process has ended.
    UNDO,
    /// This command's own jcr-init runs journals of an ended container.
    REMOVE
  }

  /// One step.
  ///
  /// @param backend the part that requested it, such as `network veth`, or `jcr`
  /// @param call the method of [io.jcr.spi.Host] or the name of the [io.jcr.api.op.InitOp]
  /// @param syscall as strace would print it
  /// @param undo the journal's lines that undo it, run in reverse at the end
  public record Step(Phase phase, String backend, String call, String syscall, List<String> undo) {
    public Step {
      undo = List.copyOf(undo);
    }
  }

  /// Combines the changes to the host before and after the creation of the process, and the launch
  /// in between, and what follows the program's start.
  static Plan of(
      Map<String, String> backends,
      Map<String, String> ownLimits,
      List<HostLog.Entry> prepare,
      List<HostLog.Entry> attach,
      LaunchPlan launch,
      List<HostLog.Entry> started) {
    List<Step> steps = new ArrayList<>();
    prepare.forEach(entry -> steps.add(hostStep(Phase.PREPARE, entry)));
    launch.enter().forEach(step -> steps.add(processStep(Phase.ENTER, step)));
    attach.forEach(entry -> steps.add(hostStep(Phase.ATTACH, entry)));
    launch.inside().forEach(step -> steps.add(processStep(Phase.INSIDE, step)));
    started.forEach(entry -> steps.add(hostStep(Phase.STARTED, entry)));
    return new Plan(backends, ownLimits, steps);
  }

  /// The launch of a process in a container that runs: it needs no backends, and changes nothing on
  /// the host.
  public static Plan of(LaunchPlan launch) {
    return of(Map.of(), Map.of(), List.of(), List.of(), launch, List.of());
  }

  /// Changes of existing containers.
  public static Plan of(List<HostLog.Entry> effects) {
    return new Plan(
        Map.of(),
        Map.of(),
        effects.stream().map(entry -> hostStep(phase(entry.by()), entry)).toList());
  }

  private static Phase phase(Effect.By by) {
    return switch (by) {
      case JCR -> Phase.CHANGE;
      case SUPERVISOR -> Phase.UNDO;
      case INIT -> Phase.REMOVE;
    };
  }

  private static Step hostStep(Phase phase, HostLog.Entry entry) {
    return new Step(
        phase, entry.backend(), entry.call().method(), entry.call().syscall(), entry.undo());
  }

  private static Step processStep(Phase phase, LaunchPlan.Step step) {
    return new Step(
        phase,
        step.backend(),
        step.op().getClass().getSimpleName(),
        Strace.of(step.op()),
        List.of());
  }
}
