package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.container.InspectFormat;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr inspect NAME…`: the state and the configuration of containers as JSON. Always an array, as
/// `docker inspect` prints it, so that one name and several are read alike.
final class InspectCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private @Nullable String format;
  private List<String> names = List.of();

  InspectCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr inspect`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "inspect",
            this,
            "Prints the state and configuration of containers as a JSON array.",
            "Only root sees the configuration, because the environment may contain passwords.");
    table.value(
        "-f, --format",
        "PATH",
        "Print only a member: .status or .config.process.args; also '{{.name}} {{json .annotations}}'.",
        given -> format = given);
    host.declare(table);
    return table.help().words("NAME...", "The containers.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    if (names.isEmpty()) {
      throw new UsageException("inspect: a container's name is missing: " + records.known());
    }
    InspectFormat lines = format == null ? null : InspectFormat.parse(format);
    List<ContainerRecord> found = new ArrayList<>();
    for (String name : names) {
      found.add(records.require(name));
    }
    if (lines != null) {
      for (ContainerRecord container : found) {
        String object = JsonOutput.text(container::writeTo);
        session.out().println(lines.line(container.identity().name(), object));
      }
      return 0;
    }
    JsonOutput.print(
        session.out(),
        json -> {
          json.writeStartArray();
          for (ContainerRecord container : found) {
            container.writeTo(json);
          }
          json.writeEndArray();
        });
    return 0;
  }
}
