package io.jcr.plugins.bench.suite;

import io.jcr.api.HostException;
import io.jcr.api.JcrException;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.Job;
import io.jcr.plugins.bench.subject.Outcome;
import io.jcr.plugins.bench.subject.ProcessSubject;
import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.subject.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// How long it takes until a program runs, until it has ended, and until nothing is left of it.
final class BootSuite implements Suite {
  private static final String PARALLEL = "parallel-";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /// An emulated machine costs seconds of processor time: with many at once, the queue would be
  /// measured.
  private static final int MOST_EMULATED = 10;

  @Override
  public String name() {
    return "boot";
  }

  @Override
  public String description() {
    return "time to the first instruction, to exit and to the end of teardown: one by one,"
        + " cold, and many at once";
  }

  @Override
  public List<Group> groups(Subject subject, Settings settings) {
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("sequential", settings.repeat(), settings.warmUp()));
    if (!settings.isBrief(subject)) {
      groups.add(new Group("cold", settings.cold(), false));
    }
    for (int n : settings.parallel()) {
      boolean emulated = subject.id().startsWith("vm-tcg");
      boolean few = n <= MOST_EMULATED && !subject.reachable();
      if (subject.concurrent() && (!emulated || few)) {
        groups.add(new Group(PARALLEL + n, settings.crowds(), false));
      }
    }
    if (subject instanceof ProcessSubject && subject.id().startsWith("jcr")) {
      groups.add(new Group("traced", settings.repeat(), false));
    }
    return groups;
  }

  /// Many at once take no longer than one after the other.
  @Override
  public Duration expected(Group group, Subject subject, Duration probe, Settings settings) {
    return group.name().startsWith(PARALLEL)
        ? probe.multipliedBy(count(group))
        : probe.multipliedBy(2);
  }

  private static int count(Group group) {
    return Integer.parseInt(group.name().substring(PARALLEL.length()));
  }

  @Override
  public List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random)
      throws IOException, InterruptedException {
    if (group.name().startsWith(PARALLEL)) {
      return crowd(group, subject, round, count(group));
    }
    if (group.name().equals("traced")) {
      return List.of(traced(group, (ProcessSubject) subject, round));
    }
    if (group.name().equals("cold")) {
      PageCache.drop();
    }
    return List.of(boot(group, subject, round, 0));
  }

  /// The program records the clock twice: with its first instruction and, after executing itself
  /// once more, before it ends.
  private static Job twoMarks(Subject subject) {
    String mark = subject.path("usr/local/bin/boot-mark");
    return new Job(List.of(mark, mark), LIMIT);
  }

  private Sample boot(Group group, Subject subject, int round, int index)
      throws IOException, InterruptedException {
    Outcome outcome = subject.run(twoMarks(subject));
    Timeline t = outcome.timeline();
    if (outcome.status() != 0 || t.first() == 0) {
      throw new HostException(subject.id() + ": " + outcome.complaint());
    }
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(Metric.FIRST.key(), (double) (t.first() - t.request()));
    values.put(Metric.EXIT.key(), (double) (t.exit() - t.request()));
    values.put(Metric.GONE.key(), (double) (t.gone() - t.request()));
    if (t.init() != 0) {
      values.put(Metric.INIT.key(), (double) (t.init() - t.request()));
    }
    return Sample.of(name(), group.name(), subject.id(), round, index, values);
  }

  /// All are requested at the same moment. If one fails, the others continue.
  private List<Sample> crowd(Group group, Subject subject, int round, int count)
      throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Sample>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      for (int i = 0; i < count; i++) {
        int index = i;
        futures.add(
            threads.submit(() -> {
              start.await();
              return boot(group, subject, round, index);
            }));
      }
      start.countDown();
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        samples.add(outcome(futures.get(i), group, subject, round, i));
      }
      return samples;
    }
  }

  private Sample outcome(Future<Sample> future, Group group, Subject subject, int round, int index)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JcrException || e.getCause() instanceof IOException) {
        String failure = String.valueOf(e.getCause().getMessage());
        return Sample.failed(name(), group.name(), subject.id(), round, index, failure);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Where jcr's time goes, from its own trace. Tracing itself costs time, so these samples are
  /// separate.
  private Sample traced(Group group, ProcessSubject subject, int round)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("jcr-bench", ".json");
    try {
      Outcome outcome = subject.run(List.of("--trace=" + file), twoMarks(subject)).orElseThrow();
      if (outcome.status() != 0) {
        throw new HostException(subject.id() + ": " + outcome.complaint());
      }
      Map<String, Double> values = TraceShares.of(Files.readString(file)).values();
      return Sample.of(name(), group.name(), subject.id(), round, 0, values);
    } finally {
      Files.delete(file);
    }
  }
}
