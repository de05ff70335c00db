package io.jcr.runtime;

import io.jcr.init.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a container is supervised from its start on.
///
/// @param kept whether its record stays when it ends, until `jcr rm`
/// @param detached whether the supervisor is a process of its own, in a session of its own, and the
///   command ends once the program runs
/// @param attachment how the command goes on as a client of a detached container; null: it ends
/// @param successor what the supervisor executes in its own place when the container has ended
///   ([io.jcr.init.Ending#successor])
/// @param restarts how often it was started again by its restart policy
public record Supervision(
    boolean kept,
    boolean detached,
    @Nullable Attachment attachment,
    List<String> successor,
    int restarts) {
  /// In the foreground, and gone when it ends.
  public static final Supervision FOREGROUND = new Supervision(false, false, null, List.of(), 0);

  public Supervision {
    successor = List.copyOf(successor);
  }
}
