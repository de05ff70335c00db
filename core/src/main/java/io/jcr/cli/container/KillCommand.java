package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.Signals;
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
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr kill`: sends a signal to the first process of containers.
public final class KillCommand implements Callable<Integer> {
  private static final int SIGKILL = 9;

  private final Session session;
  private final HostOptions host;
  private String signal = "KILL";
  private List<String> names = List.of();

  public KillCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr kill`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("kill", this, "Sends a signal to the first process of each container.");
    table.value(
        "-s, --signal", "SIGNAL", "Signal to send (default: KILL).", given -> signal = given);
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    int number = Signals.number("--signal", signal);
    Freezer freezer = new Freezer(libc, facts);
    return NamedContainers.each(
        session,
        "kill",
        names,
        name -> {
          ContainerState state = records.requireRunning(name);
          boolean ends = ends(number, state);
          if (ends) {
            new StopMarker(state.bundle()).set();
          }
          ContainerEvents events = host.events(libc).of(state, facts);
          try (RunningContainer container = RunningContainer.open(state, libc, facts)) {
            container.recording(events).signal(number);
          }
          if (ends && freezer.isFrozen(state)) {
            freezer.thaw(state); // frozen processes do not die
            events.write("unpause");
          }
        });
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
