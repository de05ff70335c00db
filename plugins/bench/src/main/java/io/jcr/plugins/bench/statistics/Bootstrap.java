package io.jcr.plugins.bench.statistics;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Confidence by resampling: as many values are drawn from each sample, with replacement, as it
/// has; the ratio of their medians is taken; and of 2000 such ratios the middle 95 % are the
/// interval. No shape of the distribution is assumed, which latencies would not have.
public final class Bootstrap {
  private static final int RESAMPLES = 2000;
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  private final RandomGenerator random;

  /// With random numbers of its own.
  ///
  /// @param seed the same seed gives the same interval
  public Bootstrap(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// The median of `one` divided by that of `other`.
  ///
  /// @throws IllegalArgumentException if a sample is empty
  public Ratio ratioOfMedians(double[] one, double[] other) {
    double value = Percentiles.of(one).median() / Percentiles.of(other).median();
    double[] ratios = new double[RESAMPLES];
    double[] drawnOne = new double[one.length];
    double[] drawnOther = new double[other.length];
    for (int i = 0; i < RESAMPLES; i++) {
      draw(one, drawnOne);
      draw(other, drawnOther);
      ratios[i] = Percentiles.of(drawnOne).median() / Percentiles.of(drawnOther).median();
    }
    Percentiles all = Percentiles.of(ratios);
    return new Ratio(value, all.at(LOW), all.at(HIGH));
  }

  private void draw(double[] from, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = from[random.nextInt(from.length)];
    }
  }
}
