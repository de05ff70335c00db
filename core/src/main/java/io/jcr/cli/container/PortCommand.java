package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.PublishedPort;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecords;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr port`: lists the host's ports that are published to a container.
public final class PortCommand implements Callable<Integer> {
  private static final int NOT_PUBLISHED = 1;

  private final Session session;
  private final HostOptions host;
  private List<String> words = List.of();

  public PortCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr port`.
  public CommandLine line() {
    OptionTable table = new OptionTable("port", this, "Lists the published ports of a container.");
    host.declare(table);
    return table
        .help()
        .words(
            "NAME [PORT[/PROTOCOL]]",
            "The container and, optionally, one of its ports.",
            given -> words = given)
        .line();
  }

  @Override
  public Integer call() {
    if (words.isEmpty() || words.size() > 2) {
      throw new UsageException(
          "port: expected NAME [PORT[/PROTOCOL]], not " + words.size() + " arguments");
    }
    ContainerState state =
        new ContainerRecords(host.stateRoot(), new LinuxHostFacts())
            .requireRunning(words.getFirst());
    List<PublishedPort> ports = ContainerRecords.ports(state);
    return words.size() == 1 ? printAll(ports) : print(ports, words.getLast(), state);
  }

  private int printAll(List<PublishedPort> ports) {
    for (PublishedPort port : ports) {
      for (String end : PublishedEnds.of(port)) {
        session.out().println(port.containerPort() + "/" + port.protocol() + " -> " + end);
      }
    }
    return 0;
  }

  private int print(List<PublishedPort> ports, String asked, ContainerState state) {
    PublishedPort wanted = wanted(asked);
    boolean found = false;
    for (PublishedPort port : ports) {
      if (port.containerPort() == wanted.containerPort()
          && port.protocol().equals(wanted.protocol())) {
        PublishedEnds.of(port).forEach(session.out()::println);
        found = true;
      }
    }
    if (!found) {
      session.say(
          "port "
              + wanted.containerPort()
              + "/"
              + wanted.protocol()
              + " of container '"
              + state.id()
              + "' is not published");
    }
    return found ? 0 : NOT_PUBLISHED;
  }

  private static PublishedPort wanted(String text) {
    List<PublishedPort> ports = text.indexOf(':') < 0 ? PublishedPort.parse(text) : List.of();
    if (ports.size() != 1) {
      throw new UsageException("port: '" + text + "' is not PORT[/tcp|/udp]");
    }
    return ports.getFirst();
  }
}
