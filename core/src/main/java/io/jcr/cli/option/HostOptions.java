package io.jcr.cli.option;

import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import io.jcr.linux.Libc;
import io.jcr.state.EventLog;
import io.jcr.state.StateRoot;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The options of every command that works on containers.
public final class HostOptions {
  private final Session session;
  private @Nullable Path root;

  /// @param session who calls
  public HostOptions(Session session) {
    this.session = session;
  }

  public void declare(OptionTable table) {
    table.file(
        "--root",
        "DIR",
        "Keep state and writable layers below DIR (default: $JCR_ROOT, or /run/jcr and /var/lib/jcr).",
        given -> root = given);
  }

  /// Where this command writes down what it does to containers.
  public EventLog events(Libc libc) {
    return new EventLog(stateRoot(), session.control(libc));
  }

  public StateRoot stateRoot() {
    if (root != null && root.toString().isEmpty()) { // else it would be the working directory
      throw new UsageException("--root=: a directory is missing");
    }
    String variable = session.variable("JCR_ROOT");
    if (root == null && variable != null) {
      return StateRoot.of(session.resolve(Path.of(variable)));
    }
    return StateRoot.of(root == null ? null : session.resolve(root));
  }
}
