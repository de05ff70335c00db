package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket.StepTime;
import io.jcr.runtime.Strace;
import io.jcr.runtime.Timeline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `--trace` shows: the phases of the launch, what was done to the host, and what the
/// container's process did, each with its duration and the time since `jcr` was started.
///
/// @param start when that was, CLOCK_MONOTONIC in nanoseconds
/// @param events in the order in which they ended
record TraceReport(long start, List<Event> events) {
  private static final String START = "JCR_START";

  /// Who did something.
  enum Lane {
    PHASE,
    HOST,
    PROCESS
  }

  /// Something that was done.
  ///
  /// @param backend who asked for it; empty for a phase
  /// @param text the system call, or the phase
  /// @param begin CLOCK_MONOTONIC in nanoseconds
  /// @param end CLOCK_MONOTONIC in nanoseconds
  record Event(Lane lane, String backend, String text, long begin, long end) {}

  /// Where the report goes.
  ///
  /// @param file a file, or `-` for standard error; one whose name ends in `.json` gets the trace
  ///   event format
  /// @param err standard error
  record Destination(String file, PrintStream err) {
    /// Checks that the report can be written, before anything is done that it would be about.
    ///
    /// @throws UsageException when it cannot
    void check() {
      if (!file.equals("-")) {
        write("");
      }
    }

    void write(TraceReport report) {
      if (file.equals("-")) {
        err.print(TraceText.of(report));
      } else {
        write(file.endsWith(".json") ? TraceJson.of(report) : TraceText.of(report));
      }
    }

    private void write(String text) {
      try {
        Files.writeString(Path.of(file), text);
      } catch (IOException e) {
        throw new UsageException("--trace=" + file + ": cannot be written: " + reason(e));
      }
    }

    private String reason(IOException e) {
      if (e instanceof NoSuchFileException) {
        return file.startsWith("/dev/fd/")
            ? "this file descriptor is not open"
            : "its directory does not exist";
      }
      return String.valueOf(e.getMessage());
    }
  }

  /// Puts together what is known of a launch.
  ///
  /// @param environment holds when the supervisor started, in JCR_START
  static TraceReport of(Timeline timeline, Map<String, String> environment) {
    List<Timeline.Mark> marks = timeline.marks();
    String zero = environment.get(START);
    long start = zero == null ? marks.getFirst().time() : Long.parseLong(zero);
    List<Event> events = new ArrayList<>();
    long before = start;
    for (Timeline.Mark mark : marks) {
      events.add(new Event(Lane.PHASE, "", mark.name(), before, mark.time()));
      before = mark.time();
    }
    for (HostLog.Entry entry : timeline.hostLog().entries()) {
      String result = entry.error() == null ? "" : " = -1 " + entry.error();
      String call = entry.call().syscall() + result;
      events.add(new Event(Lane.HOST, entry.backend(), call, entry.begin(), entry.end()));
    }
    for (StepTime step : timeline.steps()) {
      String call = Strace.of(step.step().op());
      events.add(new Event(Lane.PROCESS, step.step().backend(), call, step.begin(), step.end()));
    }
    events.sort((a, b) -> Long.compare(a.end(), b.end()));
    return new TraceReport(start, List.copyOf(events));
  }
}
