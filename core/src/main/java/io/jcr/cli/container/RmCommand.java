package io.jcr.cli.container;

import io.jcr.api.JcrException;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.runtime.ContainerRecords;
import io.jcr.runtime.ContainerStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr rm`: removes containers that have ended.
public final class RmCommand implements Callable<Integer> {
  private final HostOptions host = new HostOptions();
  private List<String> names = List.of();

  /// The command line of `jcr rm`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("rm", this, "Removes containers that have ended, with what they wrote.");
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    if (names.isEmpty()) {
      throw new UsageException("rm: expected the names of containers");
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    ContainerStore store = ContainerStore.of(host.stateRoot(), new FfmLibc());
    int status = 0;
    for (String name : names) {
      try {
        store.delete(records.require(name).state().id());
        System.out.println(name);
      } catch (JcrException e) {
        System.err.println("jcr: " + e.getMessage());
        status = Math.max(status, e.exitStatus());
      }
    }
    return status;
  }
}
