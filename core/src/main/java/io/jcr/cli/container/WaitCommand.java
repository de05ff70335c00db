package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.running.RunningContainer;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ExitRecord;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr wait`: waits until containers have ended and prints their exit statuses.
public final class WaitCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private List<String> names = List.of();

  public WaitCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr wait`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "wait",
            this,
            "Waits until containers have ended and prints their exit statuses.",
            "A container that was only created is waited for until it has been started and has ended.");
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    if (names.isEmpty()) {
      throw new UsageException("wait: expected the name of a container");
    }
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    for (String name : names) {
      ContainerState state = new FirstStart(records).await(records.require(name));
      RunningContainer.awaitEnd(state, libc, facts);
      ExitRecord exit =
          records
              .exit(state)
              .orElseThrow(() ->
                  new HostException(
                      "container '" + state.id() + "': its exit status was not written down"));
      session.out().println(exit.exitStatus());
    }
    return 0;
  }
}
