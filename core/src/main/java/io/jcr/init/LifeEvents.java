package io.jcr.init;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the supervisor writes down of the process that it starts and sees end.
///
/// @param file where it is written
/// @param subject whom it is about
/// @param nameFile a file with the name that the container has by the time it ends, if it was
///   renamed; null: it keeps its name
/// @param began the actions that are written when the process runs the user's program
/// @param ended the action that is written, with the exit status, when the process has ended
/// @param gone the action that is written when all is undone; empty: none
public record LifeEvents(
    EventFile file,
    Subject subject,
    @Nullable Path nameFile,
    List<String> began,
    String ended,
    String gone) {
  public LifeEvents {
    began = List.copyOf(began);
  }
}
