package io.jcr.plugins.bench;

import io.jcr.api.JcrException;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.sample.SampleLog;
import io.jcr.plugins.bench.subject.Commands;
import io.jcr.plugins.bench.suite.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGeneratorFactory;

/// Does a plan's tasks, one after the other, and logs what comes of each.
final class Measuring {
  /// What is left for the report.
  private static final Duration REPORT = Duration.ofSeconds(10);

  private final SampleLog log;
  private final Settings settings;
  private final long seed;
  private final long began;
  private final BooleanSupplier ending;

  /// @param began when jcr bench did, as System.nanoTime(): the limit is that of all of it
  /// @param ending whether the JVM is about to end: what is measured then is worth nothing
  Measuring(SampleLog log, Settings settings, long seed, long began, BooleanSupplier ending) {
    this.log = log;
    this.settings = settings;
    this.seed = seed;
    this.began = began;
    this.ending = ending;
  }

  /// Does what has not been done yet, within the limit of time.
  ///
  /// @param probes by the subject's id, how long an instance takes that does next to nothing
  /// @return why it ended
  String measure(Plan plan, Map<String, Duration> probes, boolean terminal)
      throws IOException, InterruptedException {
    List<Task> tasks = plan.tasks();
    try (Progress progress = new Progress(tasks.size(), settings, probes, terminal)) {
      for (int i = 0; i < tasks.size(); i++) {
        Task task = tasks.get(i);
        if (log.isDone(task.key())) {
          progress.skipped();
          continue;
        }
        Duration used = Duration.ofNanos(System.nanoTime() - began);
        if (isOver(used.plus(progress.expected(task)))) {
          return String.format(
              "ended by --time-limit after %d of %d tasks, in round %d of %d",
              i, tasks.size(), task.round(), settings.repeat());
        }
        progress.begin(task, tasks.subList(i, tasks.size()));
        long from = System.nanoTime();
        perform(task);
        progress.done(task, Duration.ofNanos(System.nanoTime() - from));
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return "all " + tasks.size() + " tasks were done, at last in " + Commands.text(took);
  }

  private boolean isOver(Duration used) {
    return settings.limitSeconds() > 0 && used.plus(REPORT).toSeconds() >= settings.limitSeconds();
  }

  private void perform(Task task) throws IOException, InterruptedException {
    List<Sample> samples = samples(task);
    if (ending.getAsBoolean()) {
      throw new InterruptedException("jcr bench is ending");
    }
    for (Sample sample : samples) {
      log.add(sample);
    }
    log.finish(task.key());
  }

  private List<Sample> samples(Task task) throws InterruptedException {
    try {
      return task.suite()
          .measure(
              task.group(),
              task.subject(),
              task.round(),
              settings,
              RandomGeneratorFactory.of("L64X128MixRandom").create(seed + task.key().hashCode()));
    } catch (JcrException | IOException e) {
      String failure = String.valueOf(e.getMessage());
      return List.of(
          Sample.failed(
              task.suite().name(),
              task.group().name(),
              task.subject().id(),
              task.round(),
              0,
              failure));
    }
  }
}
