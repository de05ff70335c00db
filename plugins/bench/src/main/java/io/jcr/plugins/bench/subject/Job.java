package io.jcr.plugins.bench.subject;

import java.time.Duration;
import java.util.List;

/// A command for a subject.
///
/// @param command file and arguments, as seen inside (see [Subject#path])
/// @param limit the time after which it is killed
public record Job(List<String> command, Duration limit) {
  /// Copies the command.
  public Job {
    command = List.copyOf(command);
  }

  /// A script for the subject's busybox; `words` become $0, $1 and so on.
  public static Job script(Subject subject, Duration limit, String script, String... words) {
    List<String> command = new java.util.ArrayList<>();
    command.addAll(List.of(subject.path("bin/busybox"), "sh", "-c", script));
    command.addAll(List.of(words));
    return new Job(command, limit);
  }
}
