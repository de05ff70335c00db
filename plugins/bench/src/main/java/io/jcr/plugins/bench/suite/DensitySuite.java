package io.jcr.plugins.bench.suite;

import io.jcr.api.JcrException;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.Commands;
import io.jcr.plugins.bench.subject.ProcessMemory;
import io.jcr.plugins.bench.subject.Running;
import io.jcr.plugins.bench.subject.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// How many instances can live side by side, what each costs, and whether the next one still starts
/// as fast.
final class DensitySuite implements Suite {
  private static final double MEBIBYTE = 1L << 20;
  private static final int ENDING_AT_ONCE = 8;

  private final ProcessMemory memory;

  DensitySuite(ProcessMemory memory) {
    this.memory = memory;
  }

  @Override
  public String name() {
    return "density";
  }

  @Override
  public String description() {
    return "instances alive at once: start time and memory of each as the count grows, and what"
        + " limits the count";
  }

  @Override
  public List<Group> groups(Subject subject, Settings settings) {
    // nothing can hold a virtual machine without a network
    boolean can = subject.concurrent() && (subject.reachable() || !subject.virtualMachine());
    return can ? List.of(new Group("hold", settings.densities(), false)) : List.of();
  }

  /// The last one may be started just in time, and then all must be ended.
  @Override
  public Duration expected(Group group, Subject subject, Duration probe, Settings settings) {
    Duration all = probe.multipliedBy(settings.instances(subject));
    Duration most = settings.density().plus(probe.multipliedBy(2));
    return all.compareTo(most) < 0 ? all : most;
  }

  @Override
  public List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random)
      throws IOException {
    List<Running> alive = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    long before = memory.available();
    String why;
    long during;
    try {
      why = fill(alive, samples, group, subject, round, settings);
      during = memory.available();
      addMemory(alive, samples);
    } finally {
      endAll(alive);
    }
    MemoryTaken taken = new MemoryTaken(before, during, memory.available(), alive.size());
    Map<String, Double> values = new HashMap<>();
    values.put(Metric.ALIVE.key(), (double) alive.size());
    values.put(Metric.DRIFT.key(), taken.drift());
    taken.each().ifPresent(bytes -> values.put(Metric.TAKEN.key(), bytes));
    samples.add(Sample.of(name(), "end", subject.id(), round, 0, values).noting(why));
    return samples;
  }

  /// Starts instances until there are enough, memory is short, or one fails.
  ///
  /// @return why there are not more
  private String fill(
      List<Running> alive,
      List<Sample> samples,
      Group group,
      Subject subject,
      int round,
      Settings settings)
      throws IOException {
    long end = System.nanoTime() + settings.density().toNanos();
    while (alive.size() < settings.instances(subject)) {
      if (System.nanoTime() > end) {
        return "the time for one subject was up (" + Commands.text(settings.density()) + ")";
      }
      if (memory.available() < settings.memoryFloor()) {
        return String.format(
            Locale.ROOT,
            "less than %.0f MiB of memory was available (--memory-floor)",
            settings.memoryFloor() / MEBIBYTE);
      }
      try {
        Running running = subject.hold();
        alive.add(running);
        double first = running.timeline().first() - running.timeline().request();
        samples.add(
            Sample.of(
                name(),
                group.name(),
                subject.id(),
                round,
                alive.size(),
                Map.of(Metric.FIRST.key(), first)));
      } catch (JcrException | IOException e) {
        return "the next one failed: " + e.getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
    return "as many as requested";
  }

  /// Called when all are alive, because only then are shared pages shared by all.
  private void addMemory(List<Running> alive, List<Sample> samples) throws IOException {
    for (int i = 0; i < alive.size(); i++) {
      Sample started = samples.get(i);
      Map<String, Double> values = new HashMap<>(started.values());
      memory
          .pss(alive.get(i).processes())
          .ifPresent(bytes -> values.put(Metric.PSS.key(), (double) bytes));
      OptionalLong cgroup = alive.get(i).cgroupMemory();
      cgroup.ifPresent(bytes -> values.put(Metric.CGROUP.key(), (double) bytes));
      samples.set(
          i,
          Sample.of(
              started.suite(),
              started.test(),
              started.subject(),
              started.round(),
              started.index(),
              values));
    }
  }

  private static void endAll(List<Running> alive) {
    try (ExecutorService threads = Executors.newFixedThreadPool(ENDING_AT_ONCE)) {
      alive.forEach(running -> threads.execute(running::close));
    }
  }
}
