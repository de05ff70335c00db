package io.jcr.plugins.bench.statistics;

/// Permeability constants of the human chorioamnion: Hollander and Wolfe, *Nonparametric
/// Statistical Methods* (1973), p. 69, also the example of R's wilcox.test.
final class HollanderWolfe {
  private HollanderWolfe() {}

  static double[] atTerm() {
    return new double[] {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
  }

  /// At 12 to 26 weeks.
  static double[] early() {
    return new double[] {1.15, 0.88, 0.90, 0.74, 1.21};
  }
}
