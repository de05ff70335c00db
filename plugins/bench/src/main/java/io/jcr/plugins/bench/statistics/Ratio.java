package io.jcr.plugins.bench.statistics;

import java.util.Arrays;
import java.util.Optional;

/// How many times larger the values of one sample are than those of another: the median of the
/// ratios of all pairs, which on a logarithmic scale is the estimate of Hodges and Lehmann (1963).
/// Its interval is the one that belongs to the rank test (Hollander, Wolfe and Chicken,
/// *Nonparametric Statistical Methods*, chapter 4): it excludes 1 exactly when the test finds a
/// difference at the 5 % level. Neither assumes anything about the distribution's shape.
///
/// @param value the estimate
/// @param interval at 95 %; empty when the samples are too small for one
/// @param widest the ratio of a single pair that is farthest from 1, as a factor
/// @param p of [RankTest]
/// @param one size of the first sample
/// @param other size of the second
public record Ratio(
    double value, Optional<Interval> interval, double widest, double p, int one, int other) {

  /// Compares two samples.
  ///
  /// @throws IllegalArgumentException if a sample is empty, or has a value that is not above 0
  public static Ratio of(double[] one, double[] other) {
    double[] pairs = pairs(one, other);
    int critical = RankTest.critical(one.length, other.length);
    Optional<Interval> interval =
        critical < 0
            ? Optional.empty()
            : Optional.of(new Interval(pairs[critical], pairs[pairs.length - 1 - critical]));
    return new Ratio(
        Percentiles.of(pairs).median(),
        interval,
        Math.max(factor(pairs[0]), factor(pairs[pairs.length - 1])),
        RankTest.p(one, other),
        one.length,
        other.length);
  }

  private static double[] pairs(double[] one, double[] other) {
    if (one.length == 0 || other.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] pairs = new double[one.length * other.length];
    int at = 0;
    for (double x : one) {
      for (double y : other) {
        if (!(x > 0 && y > 0)) {
          throw new IllegalArgumentException("no ratio of " + x + " and " + y);
        }
        pairs[at++] = x / y;
      }
    }
    Arrays.sort(pairs);
    return pairs;
  }

  /// Whether samples of these sizes can differ significantly at all.
  public boolean canDecide() {
    return RankTest.canDecide(one, other);
  }

  /// Whether they do.
  public boolean isSignificant() {
    return p <= RankTest.LEVEL;
  }

  /// The distance from 1, as a factor above 1.
  public double distance() {
    return factor(value);
  }

  /// The largest plausible distance from 1: the farther limit of the interval, or without one the
  /// widest pair.
  public double farthest() {
    return interval.map(Interval::farthest).orElse(widest);
  }

  static double factor(double ratio) {
    return ratio >= 1 ? ratio : 1 / ratio;
  }
}
