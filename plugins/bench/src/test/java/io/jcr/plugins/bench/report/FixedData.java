package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.suite.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// A bench whose numbers are known: each value is a median that belongs to its subject, and varies
/// from round to round by a few percent in a fixed pattern. Nothing is drawn.
final class FixedData {
  static final String MACHINE = "vm-tcg:net=tap";
  static final String CONNECTED = "jcr:net=veth";

  private static final double[] PATTERN = {0.97, 1.02, 1.00, 0.99, 1.03, 0.98};
  private static final double MIB = 1 << 20;

  private final List<Sample> samples = new ArrayList<>();
  private @org.jspecify.annotations.Nullable Double others = 3.4;
  private long limitSeconds = 170;

  /// All suites, by five subjects; the machine in two rounds.
  static FixedData whole() {
    FixedData data = new FixedData();
    data.boot();
    data.density();
    data.work();
    data.network();
    data.failures();
    return data;
  }

  static FixedData empty() {
    return new FixedData();
  }

  FixedData running(@org.jspecify.annotations.Nullable Double threads) {
    others = threads;
    return this;
  }

  FixedData limitedTo(long seconds) {
    limitSeconds = seconds;
    return this;
  }

  /// A value for each of some rounds.
  FixedData add(
      String suite, String test, String subject, String metric, double value, int rounds) {
    for (int round = 1; round <= rounds; round++) {
      Map<String, Double> values = Map.of(metric, vary(value, subject, round));
      samples.add(Sample.of(suite, test, subject, round, 0, values));
    }
    return this;
  }

  FixedData add(Sample sample) {
    samples.add(sample);
    return this;
  }

  /// Bare's second series follows the pattern from another place, so that the two differ a little.
  private static double vary(double value, String subject, int round) {
    int shift = subject.equals("bare-again") ? 3 : subject.length();
    return value * PATTERN[(round + shift) % PATTERN.length];
  }

  private void boot() {
    Map<String, Double> starts = new LinkedHashMap<>();
    starts.put("bare", 2e6);
    starts.put("bare-again", 2e6);
    starts.put("jcr", 220e6);
    starts.put(CONNECTED, 240e6);
    starts.put("runc", 40e6);
    starts.put(MACHINE, 3000e6);
    starts.forEach((subject, nanos) -> {
      for (int round = 1; round <= rounds(subject); round++) {
        double first = vary(nanos, subject, round);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("first", first);
        values.put("exit", first + 1e5);
        values.put("gone", first + 3e6);
        if (subject.equals(MACHINE)) {
          values.put("init", first * 0.8);
        }
        samples.add(Sample.of("boot", "sequential", subject, round, 0, values));
      }
    });
    for (int round = 1; round <= 3; round++) {
      Map<String, Double> shares = Map.of("kernel", vary(9e6, "jcr", round), "jvm", 190e6);
      samples.add(Sample.of("boot", "traced", "jcr", round, 0, shares));
    }
    add("boot", "cold", "bare", "first", 9e6, 1);
    add("boot", "cold", "jcr", "first", 260e6, 1);
  }

  private static int rounds(String subject) {
    return subject.equals(MACHINE) ? 2 : subject.startsWith("bare") ? 6 : 4;
  }

  private void density() {
    held("bare", 0.36, -1, 5);
    held("bare-again", 0.36, -1, 5);
    held("jcr", 0.52, 0.2, 5);
    held("runc", 3.7, 0.4, 5);
    held(MACHINE, 222, -1, 2);
  }

  /// @param cgroup below 0 where an instance has none of its own
  private void held(String subject, double pss, double cgroup, int instances) {
    for (int round = 1; round <= (subject.equals(MACHINE) ? 2 : 4); round++) {
      for (int index = 1; index <= instances; index++) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("first", vary(subject.equals(MACHINE) ? 3100e6 : 20e6, subject, round + index));
        values.put("pss", pss * MIB * (1 + 0.001 * round));
        if (cgroup >= 0) {
          values.put("cgroup", cgroup * MIB * (1 + 0.01 * index));
        }
        samples.add(Sample.of("density", "hold", subject, round, index, values));
      }
      Map<String, Double> end = new LinkedHashMap<>();
      end.put("alive", (double) instances);
      end.put("drift", round * 2 * MIB);
      if (round == 1) {
        end.put("taken", (pss + 0.5) * MIB);
      }
      String why =
          subject.equals(MACHINE)
              ? "the time for one subject was up (10 s)"
              : "as many as requested";
      samples.add(Sample.of("density", "end", subject, round, 0, end).noting(why));
    }
  }

  private void work() {
    for (String subject : List.of("bare", "bare-again", "jcr", "runc", MACHINE)) {
      double slow = subject.equals(MACHINE) ? 6 : 1;
      double filtered = subject.equals("jcr") ? 1.28 : 1;
      add("cpu", "int", subject, "operationsPerSecond", 15_000 / slow, rounds(subject));
      add("cpu", "float", subject, "operationsPerSecond", 11.7e9 / slow / 15, rounds(subject));
      add(
          "sys",
          "getpid",
          subject,
          "nanosecondsPerOperation",
          145 * filtered * slow,
          rounds(subject));
      add("sys", "openclose", subject, "nanosecondsPerOperation", 2700 * slow, rounds(subject));
      add("io", "seqread", subject, "bytesPerSecond", 1.2e9 / slow, rounds(subject));
    }
  }

  private void network() {
    for (String subject : List.of("bare", "bare-again", CONNECTED, MACHINE)) {
      double slow = subject.equals(MACHINE) ? 20 : subject.equals(CONNECTED) ? 1.3 : 1;
      for (int round = 1; round <= rounds(subject); round++) {
        Histogram latencies = Latencies.empty();
        for (int i = 1; i <= 300; i++) {
          latencies.recordValue((long) (1000 * i * slow));
        }
        double requests = vary(50_000 / slow, subject, round);
        samples.add(
            Sample.of("nginx", "wrk", subject, round, 0, Map.of("operationsPerSecond", requests))
                .with(Latencies.encode(latencies)));
      }
    }
  }

  private void failures() {
    samples.add(Sample.failed("io", "seqread", "runc", 5, 0, "runc: exit status 1: no <space>"));
    samples.add(Sample.failed("io", "seqread", "runc", 6, 0, "runc: exit status 1: no <space>"));
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  Results results() {
    return Results.of(samples, List.copyOf(labels().keySet()));
  }

  static Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("bare", "bare");
    labels.put("bare-again", "bare again (A/A)");
    labels.put("jcr", "jcr");
    labels.put(CONNECTED, CONNECTED);
    labels.put("runc", "runc");
    labels.put(MACHINE, "VM, software emulation (TCG), net=tap");
    return labels;
  }

  Findings findings() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("time", "2026-11-28T12:00:00Z");
    machine.put("kernel", "Linux version 6.18");
    machine.put("processors", "2");
    return new Findings(
        "0.1.0",
        "jcr bench --quick --seed 5",
        5,
        Settings.quick().limitedTo(limitSeconds),
        List.of(
            new Findings.SuiteNote("boot", "time to the first instruction"),
            new Findings.SuiteNote("density", "instances alive at once"),
            new Findings.SuiteNote("cpu", "computing in the cache"),
            new Findings.SuiteNote("sys", "system calls"),
            new Findings.SuiteNote("io", "files"),
            new Findings.SuiteNote("net", "TCP"),
            new Findings.SuiteNote("nginx", "nginx under wrk")),
        labels().entrySet().stream()
            .map(e -> new Findings.SubjectNote(e.getKey(), e.getValue(), "cpus=1", "cpus=1"))
            .toList(),
        List.of(new Findings.MissingNote("podman", "not installed (apt install podman)")),
        List.of("Crowds of 50 and 100."),
        machine,
        "90 of 120 tasks were done in 2 min 40 s",
        others);
  }
}
