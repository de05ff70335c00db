package io.jcr.cli.container;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.JcrException;
import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import java.util.List;
import java.util.function.Consumer;

/// Applies an action to each container named on the command line; a failure does not stop the
/// others.
final class NamedContainers {
  private static final int FAILED = 125;

  private NamedContainers() {}

  /// Does `action` to each and prints the names for which it succeeded.
  ///
  /// @param command for the message when there is no name
  /// @return the exit status: 0, or the highest of those that failed
  static int each(Session session, String command, List<String> names, Consumer<String> action) {
    if (names.isEmpty()) {
      throw new UsageException(command + ": expected the name of a container");
    }
    int status = 0;
    for (String name : names) {
      try {
        action.accept(name);
        session.out().println(name);
      } catch (JcrException e) {
        session.say(e.getMessage());
        status = Math.max(status, e.exitStatus());
      } catch (ErrnoException e) {
        session.say(new HostException("jcr", e, "").getMessage());
        status = Math.max(status, FAILED);
      }
    }
    return status;
  }
}
