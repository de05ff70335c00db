package io.jcr.plugins.bench.statistics;

import java.util.Arrays;
import java.util.Collection;
import org.apache.commons.statistics.descriptive.Quantile;

/// Percentiles of a sample, with linear interpolation between its values (type 7 of Hyndman and
/// Fan, the default of R and NumPy).
public final class Percentiles {
  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);
  private static final double HUNDRED = 100;
  private static final double MIDDLE = 50;

  /// A percentile outside the middle is shown only when at least this many values are expected
  /// beyond it: p90 takes 20 values, p99 takes 200.
  private static final double EXPECTED_BEYOND = 2;

  /// Rounding of `1 - percent / 100`.
  private static final double TINY = 1e-9;

  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  /// Of these values.
  ///
  /// @throws IllegalArgumentException if there are none
  public static Percentiles of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// Of these values, which may be in any order.
  public static Percentiles of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  /// Whether `count` values say something about this percentile: otherwise it is little more than
  /// the largest of them.
  public static boolean isKnown(double percent, long count) {
    double beyond = Math.min(percent, HUNDRED - percent) / HUNDRED * count;
    return percent == MIDDLE ? count > 0 : beyond >= EXPECTED_BEYOND - TINY;
  }

  /// The value below which `percent` of the sample lies.
  ///
  /// @param percent 0 to 100
  public double at(double percent) {
    if (percent < 0 || percent > HUNDRED) {
      throw new IllegalArgumentException("percent: " + percent);
    }
    return QUANTILE.evaluate(sorted, percent / HUNDRED);
  }

  /// The median.
  public double median() {
    return at(MIDDLE);
  }

  /// The smallest value.
  public double min() {
    return sorted[0];
  }

  /// The largest value.
  public double max() {
    return sorted[sorted.length - 1];
  }

  /// The number of values.
  public int count() {
    return sorted.length;
  }

  /// The values in ascending order.
  public double[] sorted() {
    return sorted.clone();
  }
}
