package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.running.Freezer;
import io.jcr.state.ContainerRecords;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr pause` and `jcr unpause`: stop and continue all processes of containers.
public final class PauseCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private final String name;
  private final String description;
  private final boolean pauses;
  private List<String> names = List.of();

  private PauseCommand(Session session, String name, String description, boolean pauses) {
    this.session = session;
    this.host = new HostOptions(session);
    this.name = name;
    this.description = description;
    this.pauses = pauses;
  }

  /// `jcr pause`.
  public static PauseCommand pause(Session session) {
    return new PauseCommand(
        session, "pause", "Freezes all processes of containers until jcr unpause.", true);
  }

  /// `jcr unpause`.
  public static PauseCommand unpause(Session session) {
    return new PauseCommand(session, "unpause", "Resumes paused containers.", false);
  }

  /// The command line.
  public CommandLine line() {
    OptionTable table = new OptionTable(name, this, description);
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    Libc libc = new FfmLibc();
    Freezer freezer = new Freezer(libc, facts);
    return NamedContainers.each(
        session,
        name,
        names,
        given -> {
          ContainerState state = records.requireRunning(given);
          if (freezer.isFrozen(state) == pauses) {
            throw new UsageException(
                "container '" + state.id() + "' is " + (pauses ? "paused already" : "not paused"));
          }
          if (pauses) {
            freezer.freeze(state);
          } else {
            freezer.thaw(state);
          }
          host.events(libc).of(state, facts).write(name);
        });
  }
}
