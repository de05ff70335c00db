package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.init.Attachment;
import io.jcr.init.DetachKeys;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr attach`: connects the caller's standard streams with those of a detached container. The JVM
/// only requests this; the process that the shell waits for relays them.
public final class AttachCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private @Nullable String keys;
  private boolean noStdin;
  private boolean signalProxy = true;
  private List<String> names = List.of();

  public AttachCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr attach`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("attach", this, "Connects to the input and output of a running container.");
    table
        .value(
            "--detach-keys",
            "KEYS",
            "Keys that detach and leave it running (default: ctrl-p,ctrl-q).",
            given -> keys = given)
        .flag("--no-stdin", "Don't pass it any input.", given -> noStdin = given)
        .value(
            "--sig-proxy",
            "true|false",
            "Pass signals on to it if it has no terminal (default: true).",
            given -> signalProxy = flag(given));
    host.declare(table);
    return table.help().words("NAME", "The container.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    if (names.size() != 1) {
      throw new UsageException("attach: expected the name of one container, not " + names.size());
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    ContainerState state = records.requireRunning(names.getFirst());
    Path control = records.control(state);
    if (!Files.exists(control)) {
      throw new UsageException(
          "container '"
              + state.id()
              + "' runs in the foreground of another jcr: only one that runs in the background (run -d) can be attached to");
    }
    session
        .control(new FfmLibc())
        .attach(new Attachment(control, detachKeys(), !noStdin, signalProxy));
    return 0;
  }

  private DetachKeys detachKeys() {
    try {
      return keys == null ? DetachKeys.DEFAULT : DetachKeys.parse(keys);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--detach-keys=" + keys + ": " + e.getMessage());
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new UsageException("--sig-proxy=" + text + ": expected true or false");
    };
  }
}
