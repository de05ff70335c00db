package io.jcr.cli.container;

import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.state.ContainerNames;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr rename`: renames a container, running or not.
public final class RenameCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private List<String> names = List.of();

  public RenameCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr rename`.
  public CommandLine line() {
    OptionTable table = new OptionTable("rename", this, "Gives a container another name.");
    host.declare(table);
    return table
        .help()
        .words("NAME NEW", "The container, and its new name.", words -> names = words)
        .line();
  }

  @Override
  public Integer call() {
    if (names.size() != 2) {
      throw new UsageException(
          "rename: expected the name of a container and its new name, not "
              + names.size()
              + (names.size() == 1 ? " word" : " words"));
    }
    Libc libc = new FfmLibc();
    ContainerNames.of(host.stateRoot(), libc, session.control(libc))
        .rename(names.getFirst(), names.getLast());
    return 0;
  }
}
