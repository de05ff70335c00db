package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Interval;
import io.jcr.plugins.bench.statistics.Ratio;
import io.jcr.plugins.bench.statistics.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares virtual machines with containers directly, not through bare: for each test that both
/// have, the median of the ratios of all pairs of their rounds.
final class MachinesAgainstContainers {
  private static final String MACHINE = "vm";
  private static final String CONNECTED = "net=";

  /// The most telling tests, in the order of the report.
  private static final List<Test> TESTS =
      List.of(
          new Test("boot", "sequential", Metric.FIRST),
          new Test("density", "hold", Metric.FIRST),
          new Test("density", "hold", Metric.PSS),
          new Test("cpu", "int", Metric.OPERATIONS),
          new Test("sys", "getpid", Metric.NANOSECONDS),
          new Test("io", "randread4k", Metric.OPERATIONS),
          new Test("net", "host-rr", Metric.OPERATIONS),
          new Test("nginx", "wrk", Metric.OPERATIONS));

  private final Results results;
  private final Map<String, String> labels;

  private record Test(String suite, String name, Metric metric) {
    String text() {
      return suite + " " + name + ", " + metric.text();
    }
  }

  /// @param apart whether both were compared with bare and those intervals do not overlap
  private record Pair(
      Test test, Series container, Series machine, Ratio ratio, Verdict verdict, boolean apart) {
    /// A few rounds of each cannot decide between them, but may do so through the many rounds of
    /// bare.
    String text() {
      return verdict == Verdict.TOO_FEW && apart
          ? "differs: their intervals against bare do not overlap"
          : verdict.text();
    }
  }

  /// @param labels of the subjects
  MachinesAgainstContainers(Results results, Map<String, String> labels) {
    this.results = results;
    this.labels = labels;
  }

  /// In one sentence; empty if no test has both.
  Optional<String> inShort() {
    List<Pair> pairs = pairs();
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (Pair pair : pairs) {
      parts.add(
          pair.test().text()
              + " "
              + Explanation.times(pair.ratio().value())
              + (" that of " + label(pair.container()) + bounds(pair)));
    }
    return Optional.of(
        label(pairs.getFirst().machine())
            + ", compared with a container: "
            + String.join("; ", parts)
            + ".");
  }

  private static String bounds(Pair pair) {
    return pair.ratio().canDecide()
        ? " (" + Explanation.interval(pair.ratio()) + ", " + pair.text() + ")"
        : " (" + pair.text() + ")";
  }

  /// One row per test; empty if no test has both.
  Optional<Block.Table> table() {
    List<List<String>> rows =
        pairs().stream()
            .map(pair ->
                List.of(
                    pair.test().text(),
                    label(pair.container()) + ": " + shown(pair.container()),
                    label(pair.machine()) + ": " + shown(pair.machine()),
                    Explanation.factor(pair.ratio().value()),
                    pair.ratio().interval().map(Explanation::range).orElse("–"),
                    Tables.probability(pair.ratio().p()),
                    pair.text()))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Block.Table(
                List.of(
                    "test",
                    "container, median",
                    "virtual machine, median",
                    "machine / container",
                    "95 % interval",
                    "p",
                    "verdict"),
                rows));
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Test test : TESTS) {
      List<Series> all = results.of(test.suite(), test.name(), test.metric());
      for (Series machine : all.stream().filter(s -> isMachine(s.subject())).limit(1).toList()) {
        container(all, machine).ifPresent(container -> add(test, container, machine, pairs));
      }
    }
    return pairs;
  }

  private void add(Test test, Series container, Series machine, List<Pair> pairs) {
    Results.ratio(machine, container)
        .ifPresent(ratio -> {
          Verdict verdict = Verdict.of(ratio, results.noise().factor(machine));
          boolean apart = areApart(machine, container);
          pairs.add(new Pair(test, container, machine, ratio, verdict, apart));
        });
  }

  private boolean areApart(Series one, Series other) {
    Optional<Interval> first = results.comparison(one).flatMap(c -> c.ratio().interval());
    Optional<Interval> second = results.comparison(other).flatMap(c -> c.ratio().interval());
    return first.isPresent()
        && second.isPresent()
        && (first.get().low() > second.get().high() || second.get().low() > first.get().high());
  }

  /// The container that is most like the machine: preferably one of jcr's, and with its own network
  /// if the machine has one.
  private static Optional<Series> container(List<Series> all, Series machine) {
    boolean connected = machine.subject().contains(CONNECTED);
    return all.stream()
        .filter(s -> !isMachine(s.subject()) && !s.subject().startsWith(Results.BASE))
        .min(
            Comparator.comparing((Series s) -> !s.subject().startsWith("jcr"))
                .thenComparing(s -> s.subject().contains(CONNECTED) != connected));
  }

  static boolean isMachine(String subject) {
    return subject.startsWith(MACHINE);
  }

  private String label(Series series) {
    return labels.getOrDefault(series.subject(), series.subject());
  }

  private static String shown(Series series) {
    return (series.metric().show(series.median()) + " " + series.metric().unit()).strip();
  }
}
