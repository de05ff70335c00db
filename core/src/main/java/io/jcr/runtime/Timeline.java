package io.jcr.runtime;

import io.jcr.api.NamespaceType;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket.StepTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The times of a launch's phases. All are CLOCK_MONOTONIC in nanoseconds, the clock of
/// [System#nanoTime] and jcr-init.
public final class Timeline {
  private final boolean wanted;
  private final List<Mark> marks = new ArrayList<>();
  private final HostLog hostLog;
  private final List<StepTime> steps = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();
  private boolean underWay;

  /// An empty timeline.
  ///
  /// @param wanted whether it will be used; if not, nothing is kept
  public Timeline(boolean wanted) {
    this.wanted = wanted;
    this.hostLog = new HostLog(wanted);
  }

  /// A point in time.
  public record Mark(String name, long time) {}

  /// The changes to the host during the launch.
  public HostLog hostLog() {
    return hostLog;
  }

  /// Records that a phase ends now.
  public void mark(String name) {
    mark(name, System.nanoTime());
  }

  /// Records that a phase ended at `time`.
  public void mark(String name, long time) {
    if (wanted) {
      marks.add(new Mark(name, time));
    }
  }

  /// Records that everything has been looked up, and that the work itself begins.
  public void begin() {
    underWay = true;
  }

  /// Whether it has got that far.
  public boolean isUnderWay() {
    return underWay;
  }

  /// Records what was thrown.
  public void failed(Throwable failure) {
    failures.add(failure);
  }

  /// What was thrown; in a command on several containers, for each that failed.
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /// Records a sentence that was said to the user meanwhile.
  public void said(String sentence) {
    sentences.add(sentence);
  }

  /// These sentences.
  public List<String> sentences() {
    return List.copyOf(sentences);
  }

  /// The namespaces of a new process, as in `/proc/PID/ns`; empty if the timeline is not wanted.
  String namespaces(long pid) {
    if (!wanted) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (NamespaceType type : NamespaceType.values()) {
      try {
        text.append(' ')
            .append(Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns", type.procName())));
      } catch (IOException e) {
        return ", and gone again";
      }
    }
    return ":" + text;
  }

  void steps(List<StepTime> times) {
    steps.addAll(times);
  }

  /// The recorded points in chronological order.
  public List<Mark> marks() {
    return List.copyOf(marks);
  }

  /// The steps of the container's process.
  public List<StepTime> steps() {
    return List.copyOf(steps);
  }
}
