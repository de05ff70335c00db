package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.Signals;
import io.jcr.host.Effects;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.running.Freezer;
import io.jcr.running.RunningContainer;
import io.jcr.state.ContainerEvents;
import io.jcr.state.ContainerRecords;
import io.jcr.state.LifePolicy;
import io.jcr.state.StopMarker;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;

/// `jcr kill`: sends a signal to the first process of containers.
public final class KillCommand implements Callable<Integer>, Explained {
  private static final int SIGKILL = 9;

  private final HostOptions host;
  private final NamedContainers containers;
  private String signal = "KILL";

  /// @param output writes the report of `--trace`
  public KillCommand(Session session, TraceOutput output) {
    this.host = new HostOptions(session);
    this.containers = new NamedContainers(session, "kill", output);
  }

  /// The command line of `jcr kill`.
  @Override
  public CommandLine line() {
    OptionTable table =
        new OptionTable("kill", this, "Sends a signal to the first process of each container.");
    table.value(
        "-s, --signal", "SIGNAL", "Signal to send (default: KILL).", given -> signal = given);
    host.declare(table);
    return containers.line(table);
  }

  @Override
  public Integer call() {
    return containers.each(this::killing);
  }

  @Override
  public Explanation explain() {
    return containers.explain(this::killing);
  }

  private Consumer<String> killing(Effects effects) {
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    int number = Signals.number("--signal", signal);
    Freezer freezer = new Freezer(libc, facts);
    return name -> {
      ContainerState state = records.requireRunning(name);
      boolean ends = ends(number, state);
      if (ends) {
        new StopMarker(state.bundle()).set(effects);
      }
      ContainerEvents events = host.events(libc).of(state, facts);
      try (RunningContainer container = RunningContainer.open(state, libc, facts, effects)) {
        container.recording(events).signal(number);
      }
      if (ends && freezer.isFrozen(state)) {
        freezer.thaw(state, effects); // frozen processes do not die
        events.write("unpause", effects);
      }
    };
  }

  /// Whether the signal is meant to end it for good: as in docker, its restart policy then leaves
  /// it stopped.
  private static boolean ends(int number, ContainerState state) {
    return number == SIGKILL
        || number
            == Signals.number(
                "--stop-signal", LifePolicy.of(Bundle.read(state.bundle())).stopSignal());
  }
}
