package io.jcr.plugins.bench.statistics;

import java.util.Arrays;
import java.util.Collection;

/// Percentiles of a sample, with linear interpolation between its values (type 7 of Hyndman and
/// Fan, what R and NumPy do by default).
public final class Percentiles {
  private static final double HUNDRED = 100;
  private static final double MIDDLE = 50;

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

  /// The value below which `percent` of the sample lie.
  ///
  /// @param percent 0 to 100
  public double at(double percent) {
    if (percent < 0 || percent > HUNDRED) {
      throw new IllegalArgumentException("percent: " + percent);
    }
    double position = percent / HUNDRED * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /// The middle.
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

  /// How many values there are.
  public int count() {
    return sorted.length;
  }

  /// The values, ascending.
  public double[] sorted() {
    return sorted.clone();
  }
}
