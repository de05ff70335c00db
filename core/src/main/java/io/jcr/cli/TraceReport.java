package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.init.ControlSocket.StepTime;
import io.jcr.runtime.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `--trace` prints: the phases of the launch and the operations of the container's process,
/// each with its duration and the time since `jcr` was started.
final class TraceReport {
  private static final String START = "JCR_START";
  private static final double NANOS_PER_MICRO = 1000.0;

  private final List<String> lines = new ArrayList<>();

  private TraceReport() {}

  /// @param environment holds when the supervisor started, in JCR_START (CLOCK_MONOTONIC, ns)
  static TraceReport of(Timeline timeline, Map<String, String> environment) {
    TraceReport report = new TraceReport();
    List<Timeline.Mark> marks = timeline.marks();
    long start =
        Long.parseLong(environment.getOrDefault(START, String.valueOf(marks.getFirst().time())));
    long before = start;
    for (Timeline.Mark mark : marks) {
      report.line("jcr", mark.name(), before, mark.time(), start);
      before = mark.time();
    }
    for (StepTime step : timeline.steps()) {
      report.line(step.step().backend(), step.text(), step.begin(), step.end(), start);
    }
    return report;
  }

  void write(@Nullable Path file) {
    String text = String.join("\n", lines) + "\n";
    if (file == null) {
      System.err.print(text);
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UsageException("--trace=" + file + ": cannot be written: " + e.getMessage());
    }
  }

  private void line(String backend, String name, long begin, long end, long start) {
    lines.add(
        String.format(
            Locale.ROOT,
            "%10.1f %9.1f  %-20s %s",
            (end - start) / NANOS_PER_MICRO,
            (end - begin) / NANOS_PER_MICRO,
            backend,
            name));
  }
}
