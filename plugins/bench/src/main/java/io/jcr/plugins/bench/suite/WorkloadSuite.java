package io.jcr.plugins.bench.suite;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.Job;
import io.jcr.plugins.bench.subject.Outcome;
import io.jcr.plugins.bench.subject.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Workloads of `jcr-bench`, all of one kind in one instance, in random order.
final class WorkloadSuite implements Suite {
  private static final Duration SLACK = Duration.ofMinutes(2);
  private static final double WARM_UP = 0.3;

  /// @param command of jcr-bench; %s is where files may be written
  /// @param metric what it is about
  private record Workload(String name, String command, Metric metric) {}

  private final String name;
  private final String description;
  private final List<Workload> workloads;

  private WorkloadSuite(String name, String description, List<Workload> workloads) {
    this.name = name;
    this.description = description;
    this.workloads = workloads;
  }

  static Suite cpu() {
    return new WorkloadSuite(
        "cpu",
        "integer, floating point and hashing, in the cache and without system calls",
        List.of(
            new Workload("int", "cpu int SECONDS", Metric.OPERATIONS),
            new Workload("float", "cpu float SECONDS", Metric.OPERATIONS),
            new Workload("hash", "cpu hash SECONDS", Metric.OPERATIONS)));
  }

  static Suite mem() {
    return new WorkloadSuite(
        "mem",
        "memory bandwidth, by a triad as in STREAM over three arrays of 32 MiB",
        List.of(new Workload("triad", "mem triad SECONDS", Metric.BYTES)));
  }

  static Suite sys() {
    return new WorkloadSuite(
        "sys",
        "system calls: getpid, open and close, a byte through a pipe and back, fork and exec",
        List.of(
            new Workload("getpid", "sys getpid SECONDS", Metric.NANOSECONDS),
            new Workload("openclose", "sys openclose SECONDS", Metric.NANOSECONDS),
            new Workload("pipe", "sys pipe SECONDS", Metric.NANOSECONDS),
            new Workload("forkexec", "sys forkexec SECONDS", Metric.NANOSECONDS)));
  }

  static Suite io() {
    return new WorkloadSuite(
        "io",
        "files: 1 MiB sequentially and 4 KiB at random, bypassing the page cache where possible",
        List.of(
            new Workload("seqwrite", "io seqwrite FILE-1 64M SECONDS", Metric.BYTES),
            new Workload("seqread", "io seqread FILE-2 64M SECONDS", Metric.BYTES),
            new Workload("randread4k", "io randread4k FILE-3 64M SECONDS", Metric.OPERATIONS),
            new Workload("randwrite4k", "io randwrite4k FILE-4 64M SECONDS", Metric.OPERATIONS)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<Group> groups(Subject subject, Settings settings) {
    return List.of(new Group("all", settings.workloads(), settings.warmUp()));
  }

  @Override
  public List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random)
      throws IOException, InterruptedException {
    List<Workload> order = new ArrayList<>(workloads);
    Collections.shuffle(order, new Random(random.nextLong()));
    double seconds = round == 0 ? settings.seconds() * WARM_UP : settings.seconds();
    String program = subject.path("usr/local/bin/jcr-bench");
    StringBuilder script = new StringBuilder();
    for (Workload workload : order) {
      script.append(program).append(' ').append(arguments(workload, subject, seconds)).append("; ");
    }
    Duration limit = SLACK.plusSeconds((long) Math.ceil(seconds * order.size()));
    Outcome outcome = subject.run(Job.script(subject, limit, script.toString()));
    Map<String, WorkloadLine> lines = new LinkedHashMap<>();
    WorkloadLine.in(outcome.stdout()).forEach(line -> lines.put(line.kind(), line));
    if (lines.isEmpty()) {
      throw new HostException(subject.id() + ": " + outcome.complaint());
    }
    return order.stream()
        .map(workload -> sample(workload, lines, outcome, subject, round))
        .toList();
  }

  private static String arguments(Workload workload, Subject subject, double seconds) {
    return workload
        .command()
        .replace("SECONDS", String.format(Locale.ROOT, "%.3f", seconds))
        .replace("FILE", subject.dataDirectory() + "/jcr-bench");
  }

  private Sample sample(
      Workload workload,
      Map<String, WorkloadLine> lines,
      Outcome outcome,
      Subject subject,
      int round) {
    WorkloadLine line = lines.get(workload.name());
    if (line == null) {
      return Sample.failed(name, workload.name(), subject.id(), round, 0, outcome.complaint());
    }
    return line.sample(name, workload.name(), subject.id(), round, workload.metric());
  }
}
