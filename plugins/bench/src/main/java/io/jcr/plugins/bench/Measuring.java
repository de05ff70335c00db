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
import java.util.function.LongSupplier;
import java.util.random.RandomGeneratorFactory;

/// Carries out a plan's tasks one after the other, and logs the result of each.
final class Measuring {
  private final SampleLog log;
  private final Settings settings;
  private final long seed;
  private final long began;
  private final LongSupplier clock;
  private final OthersRunning others;
  private final BooleanSupplier ending;

  /// @param began when jcr bench started, by the clock: the time limit covers all of it
  /// @param clock in nanoseconds
  /// @param ending whether the JVM is about to end: measurements made then are worthless
  Measuring(
      SampleLog log,
      Settings settings,
      long seed,
      long began,
      LongSupplier clock,
      OthersRunning others,
      BooleanSupplier ending) {
    this.log = log;
    this.settings = settings;
    this.seed = seed;
    this.began = began;
    this.clock = clock;
    this.others = others;
    this.ending = ending;
  }

  /// Carries out the tasks that have not been done yet, as far as time permits.
  ///
  /// @param probes how long an instance that does next to nothing takes, by the subject's id
  /// @return how it ended
  String measure(Plan plan, Map<String, Duration> probes, boolean terminal)
      throws IOException, InterruptedException {
    List<Task> tasks = plan.tasks();
    int left = 0;
    try (Progress progress = new Progress(tasks.size(), settings, probes, terminal)) {
      Schedule schedule = new Schedule(settings, progress::expected);
      for (int i = 0; i < tasks.size(); i++) {
        Task task = tasks.get(i);
        List<Task> rest = tasks.subList(i + 1, tasks.size());
        if (log.isDone(task.key())) {
          progress.skipped();
        } else if (!schedule.fits(task, used(), rest)) {
          left++;
          progress.skipped();
        } else {
          progress.begin(task, schedule.remaining(used(), tasks.subList(i, tasks.size())));
          others.look();
          long from = clock.getAsLong();
          perform(task);
          progress.done(task, Duration.ofNanos(clock.getAsLong() - from));
        }
      }
    }
    return ended(tasks.size() - left, tasks.size());
  }

  private Duration used() {
    return Duration.ofNanos(clock.getAsLong() - began);
  }

  private String ended(int done, int all) {
    String took = Commands.text(used());
    return done == all
        ? "all " + all + " tasks were done; this session took " + took
        : String.format(
            "%d of %d tasks were done in %s, as many as the time limit of %s allowed",
            done, all, took, Commands.text(Duration.ofSeconds(settings.limitSeconds())));
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
