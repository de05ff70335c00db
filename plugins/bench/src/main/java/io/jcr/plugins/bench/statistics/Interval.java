package io.jcr.plugins.bench.statistics;

/// The limits between which a ratio lies with 95 % confidence.
public record Interval(double low, double high) {
  /// Whether both limits are on the same side of 1.
  public boolean excludesOne() {
    return low > 1 || high < 1;
  }

  /// The distance of the farther limit from 1, as a factor above 1: 0.5 is as far away as 2.
  public double farthest() {
    return Math.max(Ratio.factor(low), Ratio.factor(high));
  }

  /// The distance of the nearer limit from 1, as a factor; 1 when 1 lies between the limits.
  public double nearest() {
    return excludesOne() ? Math.min(Ratio.factor(low), Ratio.factor(high)) : 1;
  }
}
