package io.jcr.cli;

import io.jcr.api.Errno;
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
/// @param messages what was said to the user meanwhile, each in one line
/// @param errors what failed; empty when all went well
record TraceReport(
    long start, List<Event> events, List<String> messages, List<ErrorReport> errors) {
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
  /// @param call the method of [io.jcr.spi.Host], or the operation of [io.jcr.api.op.InitOp]; empty
  ///   for a phase
  /// @param text the system call, or the phase
  /// @param errno the name of its errno, when it failed; else empty
  /// @param begin CLOCK_MONOTONIC in nanoseconds
  /// @param end CLOCK_MONOTONIC in nanoseconds
  record Event(
      Lane lane, String backend, String call, String text, String errno, long begin, long end) {
    /// The text, with the error as strace would show it.
    String result() {
      return errno.isEmpty() ? text : text + " = -1 " + errno;
    }
  }

  /// Where the report goes.
  ///
  /// @param file a file, or `-` for standard error; one whose name ends in `.json` gets the trace
  ///   event format
  /// @param err standard error
  record Destination(String file, PrintStream err) {
    /// Whether it gets the trace event format.
    boolean isJson() {
      return isJson(file);
    }

    /// Whether that file does.
    static boolean isJson(String file) {
      return file.endsWith(".json");
    }

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
        write(isJson() ? TraceJson.of(report) : TraceText.of(report));
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
    long start = zero(timeline, environment);
    List<Event> events = new ArrayList<>();
    long before = start;
    for (Timeline.Mark mark : timeline.marks()) {
      events.add(new Event(Lane.PHASE, "", "", mark.name(), "", before, mark.time()));
      before = mark.time();
    }
    for (HostLog.Entry entry : timeline.hostLog().entries()) {
      events.add(ofHost(entry));
    }
    for (StepTime step : timeline.steps()) {
      events.add(ofProcess(step));
    }
    events.sort((a, b) -> Long.compare(a.end(), b.end()));
    List<ErrorReport> errors = new ArrayList<>();
    for (Throwable failure : timeline.failures()) {
      errors.add(ErrorReport.of(failure));
    }
    return new TraceReport(start, List.copyOf(events), timeline.sentences(), List.copyOf(errors));
  }

  private static Event ofHost(HostLog.Entry entry) {
    return new Event(
        Lane.HOST,
        entry.backend(),
        entry.call().method(),
        entry.call().syscall(),
        entry.error() == null ? "" : entry.error(),
        entry.begin(),
        entry.end());
  }

  private static Event ofProcess(StepTime step) {
    return new Event(
        Lane.PROCESS,
        step.step().backend(),
        step.step().op().getClass().getSimpleName(),
        Strace.of(step.step().op()),
        step.errno() == 0 ? "" : Errno.name(step.errno()),
        step.begin(),
        step.end());
  }

  /// When `jcr` was started, CLOCK_MONOTONIC in nanoseconds.
  ///
  /// @param environment holds that, in JCR_START
  static long zero(Timeline timeline, Map<String, String> environment) {
    String zero = environment.get(START);
    return zero == null ? timeline.marks().getFirst().time() : Long.parseLong(zero);
  }
}
