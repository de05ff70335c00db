package io.jcr.plugins.bench.statistics;

/// The limits between which a ratio lies with 95 % confidence.
public record Interval(double low, double high) {
  /// Whether the limits leave out 1, on either side.
  public boolean excludesOne() {
    return low > 1 || high < 1;
  }

  /// How far from 1 the farther limit is, as a factor above 1: 0.5 is as far away as 2.
  public double farthest() {
    return Math.max(Ratio.factor(low), Ratio.factor(high));
  }

  /// How far from 1 the nearer limit is, as a factor; 1 when 1 lies between the limits.
  public double nearest() {
    return excludesOne() ? Math.min(Ratio.factor(low), Ratio.factor(high)) : 1;
  }
}
