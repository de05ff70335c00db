package io.jcr.runtime;

import io.jcr.init.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a container is supervised after its start.
///
/// @param kept whether its record stays after its end, until `jcr rm`
/// @param detached whether the supervisor is a separate process in its own session, so that the
///   command ends once the program runs
/// @param attachment how the command continues as a client of a detached container; null if it ends
/// @param successor the program that the supervisor executes in its own place after the container's
///   end ([io.jcr.init.Ending#successor])
/// @param restarts how often its restart policy has restarted it
public record Supervision(
    boolean kept,
    boolean detached,
    @Nullable Attachment attachment,
    List<String> successor,
    int restarts) {
  /// In the foreground, and removed at its end.
  public static final Supervision FOREGROUND = new Supervision(false, false, null, List.of(), 0);

  public Supervision {
    successor = List.copyOf(successor);
  }
}
