package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.init.ControlSocket.StepTime;
import io.jcr.runtime.HostLog;
import io.jcr.runtime.Strace;
import io.jcr.runtime.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `--trace` prints: the phases of the launch and the operations of the container's process,
/// each with its duration and the time since `jcr` was started.
final class TraceReport {
  private static final String START = "JCR_START";
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<String> lines;

  private TraceReport(List<String> lines) {
    this.lines = lines;
  }

  /// @param environment holds when the supervisor started, in JCR_START (CLOCK_MONOTONIC, ns)
  static TraceReport of(Timeline timeline, Map<String, String> environment) {
    List<Timeline.Mark> marks = timeline.marks();
    String zero = environment.get(START);
    long start = zero == null ? marks.getFirst().time() : Long.parseLong(zero);
    List<Line> lines = new ArrayList<>();
    long before = start;
    for (Timeline.Mark mark : marks) {
      lines.add(new Line("", "── " + mark.name(), before, mark.time()));
      before = mark.time();
    }
    for (HostLog.Entry entry : timeline.hostLog().entries()) {
      String result = entry.error() == null ? "" : " = -1 " + entry.error();
      lines.add(
          new Line(entry.backend(), entry.call().syscall() + result, entry.begin(), entry.end()));
    }
    for (StepTime step : timeline.steps()) {
      String call = "  [pid 1] " + Strace.of(step.step().op());
      lines.add(new Line(step.step().backend(), call, step.begin(), step.end()));
    }
    lines.sort(Comparator.comparingLong(Line::end));
    return new TraceReport(lines.stream().map(line -> line.format(start)).toList());
  }

  /// One line of the report.
  private record Line(String backend, String what, long begin, long end) {
    String format(long start) {
      return String.format(
          Locale.ROOT,
          "%9.3f ms %9.1f µs  %-20s %s",
          (end - start) / NANOS_PER_MILLI,
          (end - begin) / NANOS_PER_MICRO,
          backend,
          what);
    }
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
}
