package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.statistics.Percentiles;
import io.jcr.plugins.bench.statistics.Ratio;
import io.jcr.plugins.bench.statistics.Verdict;
import io.jcr.plugins.bench.subject.SubjectSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// Samples combined into series, and compared with bare.
final class Results {
  static final String BASE = "bare";

  private final List<Sample> samples;
  private final List<Series> series = new ArrayList<>();
  private final Map<Series, Comparison> comparisons = new LinkedHashMap<>();
  private Noise noise = new Noise(Map.of());

  /// A subject compared with bare.
  ///
  /// @param noise the factor by which bare may differ from itself in the same test
  record Comparison(Ratio ratio, double noise, Verdict verdict) {}

  private record Key(String suite, String test, String subject) {}

  private Results(List<Sample> samples) {
    this.samples = samples.stream().filter(Sample::counts).toList();
  }

  /// @param order of the subjects in tables
  static Results of(List<Sample> samples, List<String> order) {
    Results results = new Results(samples);
    Map<Key, List<Sample>> byKey = new LinkedHashMap<>();
    List<Sample> sorted =
        results.samples.stream()
            .sorted(
                (a, b) -> Integer.compare(order.indexOf(a.subject()), order.indexOf(b.subject())))
            .toList();
    sorted.forEach(sample ->
        byKey
            .computeIfAbsent(
                new Key(sample.suite(), sample.test(), sample.subject()), key -> new ArrayList<>())
            .add(sample));
    byKey.forEach(results::addSeries);
    results.compare();
    return results;
  }

  private void addSeries(Key key, List<Sample> all) {
    int failures = (int) all.stream().filter(sample -> sample.failure() != null).count();
    Histogram merged = merged(all);
    for (Metric metric : Metric.values()) {
      Map<Integer, List<Double>> rounds = grouped(all, metric, Sample::round);
      List<Double> values = rounds.values().stream().flatMap(List::stream).toList();
      if (!values.isEmpty()) {
        series.add(
            new Series(
                key.suite(),
                key.test(),
                key.subject(),
                metric,
                values,
                List.copyOf(medians(rounds).values()),
                medians(grouped(all, metric, Sample::index)),
                failures,
                merged));
      }
    }
  }

  private static Map<Integer, List<Double>> grouped(
      List<Sample> all, Metric metric, Function<Sample, Integer> by) {
    Map<Integer, List<Double>> groups = new LinkedHashMap<>();
    for (Sample sample : all) {
      Double value = sample.values().get(metric.key());
      if (value != null) {
        groups.computeIfAbsent(by.apply(sample), key -> new ArrayList<>()).add(value);
      }
    }
    return groups;
  }

  private static SequencedMap<Integer, Double> medians(Map<Integer, List<Double>> groups) {
    SequencedMap<Integer, Double> medians = new LinkedHashMap<>();
    groups.forEach((key, values) -> medians.put(key, Percentiles.of(values).median()));
    return medians;
  }

  private static @org.jspecify.annotations.Nullable Histogram merged(List<Sample> all) {
    Histogram sum = Latencies.empty();
    for (Sample sample : all) {
      if (sample.histogram() != null) {
        sum.add(Latencies.decode(sample.histogram()));
      }
    }
    return sum.getTotalCount() == 0 ? null : sum;
  }

  private void compare() {
    Map<Series, Ratio> again = new LinkedHashMap<>();
    for (Series each : series) {
      if (each.subject().equals(SubjectSpec.AGAIN) && each.metric().isCompared()) {
        find(each, BASE)
            .flatMap(base -> ratio(each.array(), base.array()))
            .ifPresent(ratio -> again.put(each, ratio));
      }
    }
    noise = new Noise(again);
    for (Series each : series) {
      if (!each.subject().equals(BASE) && each.metric().isCompared()) {
        Optional<Ratio> ratio =
            each.subject().equals(SubjectSpec.AGAIN)
                ? Optional.ofNullable(again.get(each))
                : ratio(each.array(), base(each));
        ratio.ifPresent(r -> comparisons.put(each, compared(each, r)));
      }
    }
  }

  private Comparison compared(Series each, Ratio ratio) {
    double factor = each.subject().equals(SubjectSpec.AGAIN) ? 1 : noise.factor(each);
    return new Comparison(ratio, factor, Verdict.of(ratio, factor));
  }

  /// Bare's two series combined: they are the same program.
  private double[] base(Series like) {
    return Stream.of(BASE, SubjectSpec.AGAIN)
        .flatMap(subject -> find(like, subject).stream())
        .flatMap(each -> each.independent().stream())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /// Empty where no ratio can be computed.
  private static Optional<Ratio> ratio(double[] one, double[] base) {
    boolean possible =
        one.length > 0
            && base.length > 0
            && Arrays.stream(one).allMatch(value -> value > 0)
            && Arrays.stream(base).allMatch(value -> value > 0);
    return possible ? Optional.of(Ratio.of(one, base)) : Optional.empty();
  }

  /// One subject compared with another; empty where one of them has no values.
  static Optional<Ratio> ratio(Series one, Series other) {
    return ratio(one.array(), other.array());
  }

  Noise noise() {
    return noise;
  }

  private Optional<Series> find(Series like, String subject) {
    return find(like.suite(), like.test(), subject, like.metric());
  }

  Optional<Series> find(String suite, String test, String subject, Metric metric) {
    return series.stream()
        .filter(s ->
            s.suite().equals(suite)
                && s.test().equals(test)
                && s.subject().equals(subject)
                && s.metric() == metric)
        .findFirst();
  }

  /// The series of a test and metric, one for each subject.
  List<Series> of(String suite, String test, Metric metric) {
    return series.stream()
        .filter(s -> s.suite().equals(suite) && s.test().equals(test) && s.metric() == metric)
        .toList();
  }

  /// One comparison with bare for each test and subject; the other metrics, from the same runs,
  /// would only repeat it.
  List<Comparison> comparisons() {
    return comparisons.entrySet().stream()
        .filter(entry -> !entry.getKey().subject().equals(SubjectSpec.AGAIN))
        .filter(entry -> SuiteSection.isMain(entry.getKey().metric()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// Empty for bare itself, and where bare was not measured.
  Optional<Comparison> comparison(Series of) {
    return Optional.ofNullable(comparisons.get(of));
  }

  List<Series> series() {
    return List.copyOf(series);
  }

  /// Whether there is neither a value nor a failure.
  boolean isEmpty() {
    return samples.isEmpty();
  }

  /// The names of a suite's tests that have values, in a stable order.
  List<String> tests(String suite) {
    return series.stream()
        .filter(s -> s.suite().equals(suite))
        .map(Series::test)
        .distinct()
        .sorted((a, b) -> rank(a) == rank(b) ? a.compareTo(b) : Long.compare(rank(a), rank(b)))
        .toList();
  }

  /// `parallel-10` comes before `parallel-100`, and after names without a number.
  private static long rank(String test) {
    String digits = test.replaceAll("^.*?([0-9]*)$", "$1");
    return test.equals("sequential") ? -1 : digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  List<Metric> metrics(String suite, String test) {
    return Arrays.stream(Metric.values())
        .filter(metric -> !of(suite, test, metric).isEmpty())
        .toList();
  }

  /// The samples that failed.
  List<Sample> failures() {
    return samples.stream().filter(sample -> sample.failure() != null).toList();
  }

  /// The samples that have a note.
  List<Sample> notes() {
    return samples.stream().filter(sample -> sample.note() != null).toList();
  }

  SequencedCollection<String> suites() {
    return new java.util.LinkedHashSet<>(series.stream().map(Series::suite).toList())
        .stream().toList();
  }
}
