package io.jcr.cli.container;

import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.spec.Signals;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.runtime.ContainerRecords;
import io.jcr.runtime.RunningContainer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr kill`: sends a signal to the first process of containers.
public final class KillCommand implements Callable<Integer> {
  private final HostOptions host = new HostOptions();
  private String signal = "KILL";
  private List<String> names = List.of();

  /// The command line of `jcr kill`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("kill", this, "Sends a signal to the first process of containers.");
    table.value("-s, --signal", "SIGNAL", "Which (default: KILL).", given -> signal = given);
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    int number = Signals.number("--signal", signal);
    return NamedContainers.each(
        "kill",
        names,
        name -> {
          try (RunningContainer container =
              RunningContainer.open(records.requireRunning(name), libc, facts)) {
            container.signal(number);
          }
        });
  }
}
