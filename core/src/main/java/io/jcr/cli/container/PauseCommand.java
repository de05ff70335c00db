package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.host.Effects;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.running.Freezer;
import io.jcr.state.ContainerRecords;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;

/// `jcr pause` and `jcr unpause`: stop and continue all processes of containers.
public final class PauseCommand implements Callable<Integer>, Explained {
  private final HostOptions host;
  private final String name;
  private final String description;
  private final boolean pauses;
  private final NamedContainers containers;

  private PauseCommand(
      Session session, TraceOutput output, String name, String description, boolean pauses) {
    this.host = new HostOptions(session);
    this.containers = new NamedContainers(session, name, output);
    this.name = name;
    this.description = description;
    this.pauses = pauses;
  }

  /// `jcr pause`.
  ///
  /// @param output writes the report of `--trace`
  public static PauseCommand pause(Session session, TraceOutput output) {
    return new PauseCommand(
        session, output, "pause", "Freezes all processes of containers until jcr unpause.", true);
  }

  /// `jcr unpause`.
  ///
  /// @param output writes the report of `--trace`
  public static PauseCommand unpause(Session session, TraceOutput output) {
    return new PauseCommand(session, output, "unpause", "Resumes paused containers.", false);
  }

  /// The command line.
  @Override
  public CommandLine line() {
    OptionTable table = new OptionTable(name, this, description);
    host.declare(table);
    return containers.line(table);
  }

  @Override
  public Integer call() {
    return containers.each(this::changing);
  }

  @Override
  public Explanation explain() {
    return containers.explain(this::changing);
  }

  private Consumer<String> changing(Effects effects) {
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    Libc libc = new FfmLibc();
    Freezer freezer = new Freezer(libc, facts);
    return given -> {
      ContainerState state = records.requireRunning(given);
      if (freezer.isFrozen(state) == pauses) {
        throw new UsageException(
            "container '" + state.id() + "' is " + (pauses ? "paused already" : "not paused"));
      }
      if (pauses) {
        freezer.freeze(state, effects);
      } else {
        freezer.thaw(state, effects);
      }
      host.events(libc).of(state, facts).write(name, effects);
    };
  }
}
