package io.jcr.init;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the supervisor does when the container has ended and its resources are gone.
///
/// @param exit the file that records how it ended, see `docs/launch-protocol.md`; null: none is
///   written
/// @param successor a program, given by its absolute path, and its arguments, which the supervisor
///   executes in its own place, such as jcr to start the container again; empty: none
public record Ending(@Nullable Path exit, List<String> successor) {
  public Ending {
    successor = List.copyOf(successor);
    if (!successor.isEmpty() && !successor.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("no absolute path: " + successor.getFirst());
    }
  }
}
