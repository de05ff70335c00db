package io.jcr.runtime;

import io.jcr.api.NamespaceType;
import io.jcr.host.HostLog;
import io.jcr.init.ControlSocket.StepTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// When the phases of a launch were reached. All times are CLOCK_MONOTONIC in nanoseconds, the
/// clock of [System#nanoTime] and of jcr-init.
public final class Timeline {
  private final boolean wanted;
  private final List<Mark> marks = new ArrayList<>();
  private final HostLog hostLog;
  private final List<StepTime> steps = new ArrayList<>();

  /// An empty timeline.
  ///
  /// @param wanted whether anyone will look at it; without, nothing is kept
  public Timeline(boolean wanted) {
    this.wanted = wanted;
    this.hostLog = new HostLog(wanted);
  }

  /// A moment.
  public record Mark(String name, long time) {}

  /// What was done to the host meanwhile.
  public HostLog hostLog() {
    return hostLog;
  }

  /// Notes that a phase has ended now.
  public void mark(String name) {
    mark(name, System.nanoTime());
  }

  /// Notes that a phase ended at `time`.
  public void mark(String name, long time) {
    if (wanted) {
      marks.add(new Mark(name, time));
    }
  }

  /// The namespaces that a process has been born into, as `/proc/PID/ns` shows them; empty when
  /// nobody wants to know.
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

  /// The moments in the order of time.
  public List<Mark> marks() {
    return List.copyOf(marks);
  }

  /// What the container's process did.
  public List<StepTime> steps() {
    return List.copyOf(steps);
  }
}
