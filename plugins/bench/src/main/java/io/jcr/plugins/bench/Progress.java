package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.Commands;
import io.jcr.plugins.bench.suite.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Progress on standard error: a bar on a terminal, otherwise a line now and then. It also knows
/// how long tasks of each kind take, and so how long the rest will take.
final class Progress implements AutoCloseable {
  private static final int UPDATE_MILLIS = 500;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);

  private final int total;
  private final @Nullable ProgressBar bar;
  private final Map<String, Duration> durations = new ConcurrentHashMap<>();
  private final Map<String, Duration> probes;
  private final Settings settings;
  private long lastLine;
  private int done;

  /// @param probes how long an instance of each subject takes that does next to nothing
  Progress(int total, Settings settings, Map<String, Duration> probes, boolean terminal) {
    this.total = total;
    this.settings = settings;
    this.probes = Map.copyOf(probes);
    this.lastLine = System.nanoTime();
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("jcr bench")
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setMaxRenderedLength(100)
                .hideEta()
                .build()
            : null;
  }

  /// How long a task of this kind takes, as far as known; before the first one, its suite's
  /// estimate.
  Duration expected(Task task) {
    Duration known = durations.get(task.kind());
    return known != null ? known : unknown(task);
  }

  private Duration unknown(Task task) {
    Duration probe = probes.getOrDefault(task.subject().id(), Duration.ZERO);
    return task.suite().expected(task.group(), task.subject(), probe, settings);
  }

  void skipped() {
    step();
  }

  void begin(Task task, Duration remaining) {
    String left = "about " + Commands.text(remaining) + " left, ";
    if (bar != null) {
      bar.setExtraMessage(left + task.kind());
    } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
      lastLine = System.nanoTime();
      System.err.println("jcr bench: " + done + " of " + total + " done, " + left + task.kind());
    }
  }

  void done(Task task, Duration took) {
    durations.merge(task.kind(), took, (one, other) -> one.plus(other).dividedBy(2));
    step();
  }

  private void step() {
    done++;
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
