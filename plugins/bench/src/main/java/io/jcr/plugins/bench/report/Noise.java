package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.RankTest;
import io.jcr.plugins.bench.statistics.Ratio;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/// What bare against itself (A/A) says about the machine. Both are the same program, so the rank
/// test should find a difference in one of twenty comparisons. If it finds so many more that chance
/// does not explain it, something else moves the numbers. Then a difference in a suite is believed
/// only if it exceeds the largest that bare showed against itself there.
final class Noise {
  private final Map<Series, Ratio> comparisons;
  private int compared;
  private int outside;

  /// @param comparisons of bare's second series with its first
  Noise(Map<Series, Ratio> comparisons) {
    this.comparisons = new LinkedHashMap<>(comparisons);
    comparisons.forEach((series, ratio) -> {
      if (isCounted(series) && ratio.canDecide()) {
        compared++;
        outside += ratio.isSignificant() ? 1 : 0;
      }
    });
  }

  /// One metric per test: the others, from the same runs, would only repeat it.
  private static boolean isCounted(Series series) {
    return SuiteSection.isMain(series.metric());
  }

  /// How many comparisons have enough rounds for the test.
  int compared() {
    return compared;
  }

  /// In how many of these the test finds a difference that does not exist.
  int outside() {
    return outside;
  }

  /// The probability that chance alone produces so many.
  double chance() {
    return compared == 0
        ? 1
        : BinomialTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .test(compared, outside, RankTest.LEVEL)
            .getPValue();
  }

  /// Whether there are too many.
  boolean isTooLarge() {
    return chance() < RankTest.LEVEL;
  }

  /// The factor below which no difference in this test is believed.
  double factor(Series series) {
    double own =
        comparisons.entrySet().stream()
            .filter(entry -> isSameTest(entry.getKey(), series))
            .mapToDouble(entry -> apart(entry.getValue()))
            .max()
            .orElse(1);
    return isTooLarge() ? Math.max(own, floor(series.suite())) : own;
  }

  /// How far bare is from itself: the ratio of its two series. The other subject's interval already
  /// covers how uncertain a ratio is. Only where bare differs from itself beyond chance, or where
  /// that cannot be tested, does it count with all of its own uncertainty.
  private static double apart(Ratio ratio) {
    return ratio.canDecide() && !ratio.isSignificant() ? ratio.distance() : ratio.farthest();
  }

  private static boolean isSameTest(Series one, Series other) {
    return one.suite().equals(other.suite())
        && one.test().equals(other.test())
        && one.metric() == other.metric();
  }

  /// The largest difference between bare's two medians in a suite, as a factor.
  double floor(String suite) {
    return comparisons.entrySet().stream()
        .filter(entry -> entry.getKey().suite().equals(suite) && isCounted(entry.getKey()))
        .mapToDouble(entry -> entry.getValue().distance())
        .max()
        .orElse(1);
  }

  /// These, by suite; suites without a comparison are omitted.
  Map<String, Double> floors() {
    Map<String, Double> floors = new LinkedHashMap<>();
    comparisons.keySet().forEach(series -> floors.computeIfAbsent(series.suite(), this::floor));
    return floors;
  }

  /// Where bare's two medians are farthest apart.
  String farthest() {
    return comparisons.entrySet().stream()
        .filter(entry -> isCounted(entry.getKey()))
        .max(Map.Entry.comparingByValue(java.util.Comparator.comparingDouble(Ratio::distance)))
        .map(entry ->
            Metric.number(entry.getValue().distance())
                + ", in "
                + entry.getKey().suite()
                + " "
                + entry.getKey().test())
        .orElse("1");
  }
}
