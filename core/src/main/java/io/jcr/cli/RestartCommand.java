package io.jcr.cli;

import io.jcr.api.HostException;
import io.jcr.cli.container.NamedContainers;
import io.jcr.cli.container.StopCommand;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.host.Effects;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr restart`: stops containers and starts them again. Each start is a jcr of its own, since a
/// supervisor looks after one container.
final class RestartCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private final PluginOptions plugins;
  private @Nullable String time;
  private List<String> names = List.of();

  RestartCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr restart`.
  CommandLine line() {
    OptionTable table = new OptionTable("restart", this, "Stops containers and starts them again.");
    table.value(
        "-t, --time",
        "SECONDS",
        "How long to wait before killing (default: the container's --stop-timeout, or 10; -1: forever).",
        given -> time = given);
    host.declare(table);
    plugins.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    LinuxHostFacts facts = new LinuxHostFacts();
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    return NamedContainers.each(
        session,
        "restart",
        names,
        name -> {
          ContainerRecord record = records.require(name);
          StopCommand.stop(record.state(), time, null, host, facts, Effects.made());
          start(record.identity());
          host.events(new FfmLibc()).of(record.state(), facts).write("restart");
        });
  }

  private void start(Identity identity) {
    List<String> line = new ArrayList<>(List.of("start"));
    line.addAll(host.stateRoot().arguments());
    line.addAll(List.of("--", identity.reference()));
    if (new InstalledJcr(session, plugins).call(line) != 0) {
      throw new HostException(
          "container '" + identity.name() + "' was stopped, but not started again");
    }
  }
}
