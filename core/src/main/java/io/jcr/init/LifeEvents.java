package io.jcr.init;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the supervisor records about the life of the process that it starts.
///
/// @param file where it is written
/// @param subject whom it is about
/// @param nameFile a file with the name that the container has when it ends, if it was renamed;
///   null: it keeps its name
/// @param began the actions written when the process runs the user's program
/// @param ended the action written, with the exit status, when the process has ended
/// @param gone the action written when everything is undone; empty: none
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
