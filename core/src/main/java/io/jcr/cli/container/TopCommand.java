package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.TextTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.running.ContainerProcesses;
import io.jcr.state.ContainerRecords;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr top`: lists the processes of a container, with their pids on the host.
public final class TopCommand implements Callable<Integer> {
  private static final int SECONDS_PER_MINUTE = 60;

  private final Session session;
  private final HostOptions host;
  private List<String> names = List.of();

  public TopCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr top`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("top", this, "Lists the processes of a container as the host sees them.");
    host.declare(table);
    return table.help().words("NAME", "The container.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    if (names.size() != 1) {
      throw new UsageException("top: expected the name of one container, not " + names.size());
    }
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerState state =
        new ContainerRecords(host.stateRoot(), facts).requireRunning(names.getFirst());
    TextTable table = new TextTable("PID", "PPID", "UID", "S", "TIME", "COMMAND");
    for (ContainerProcesses.Entry process : new ContainerProcesses(facts).of(state)) {
      table.row(
          "" + process.pid(),
          "" + process.parent(),
          process.uid(),
          process.state(),
          time(process.cpuSeconds()),
          process.command());
    }
    session.out().print(table);
    return 0;
  }

  private static String time(long seconds) {
    long minutes = seconds / SECONDS_PER_MINUTE;
    long rest = seconds % SECONDS_PER_MINUTE;
    return minutes + ":" + (rest < 10 ? "0" : "") + rest;
  }
}
