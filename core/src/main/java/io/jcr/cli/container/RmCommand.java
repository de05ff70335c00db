package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.running.RunningContainer;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ContainerStore;
import io.jcr.state.StopMarker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr rm`: removes containers that have ended.
public final class RmCommand implements Callable<Integer> {
  private static final int SIGKILL = 9;

  private final Session session;
  private final HostOptions host;
  private boolean force;
  private boolean volumes;
  private List<String> names = List.of();

  public RmCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr rm`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "rm", this, "Removes containers that have ended, including what they wrote.");
    table
        .flag("-f, --force", "Kill running containers first.", given -> force = given)
        .flag(
            "-v, --volumes",
            "Accepted for compatibility with docker; jcr has no anonymous volumes.",
            given -> volumes = given);
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    ContainerStore store = ContainerStore.of(host.stateRoot(), libc, session.control(libc));
    return NamedContainers.each(
        session,
        "rm",
        names,
        name -> {
          ContainerRecord record = records.require(name);
          ContainerState state = record.state();
          if (force && state.status() == ContainerState.Status.RUNNING) {
            new StopMarker(state.bundle()).set();
            var _ = store.mend(record.identity());
            try (RunningContainer container = RunningContainer.open(state, libc, facts)) {
              container.recording(host.events(libc).of(state, facts)).stop(SIGKILL, Duration.ZERO);
            }
          }
          store.delete(record.identity());
        });
  }
}
