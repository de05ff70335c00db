package io.jcr.plugins.bench.statistics;

/// What a comparison says, given the noise of the same program against itself.
public enum Verdict {
  /// The rank test finds no difference.
  NO_DIFFERENCE("no difference shown"),
  /// It finds one, but the interval comes closer to 1 than the program came to itself.
  WITHIN_NOISE("within the A/A noise"),
  /// Beyond anything the noise can explain.
  DIFFERENT("differs"),
  /// Samples of these sizes cannot differ significantly, however far apart they are.
  TOO_FEW("too few rounds to say");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /// For humans.
  public String text() {
    return text;
  }

  /// Judges a comparison.
  ///
  /// @param ratio of the subject to the base
  /// @param noise the factor by which the same program may differ from itself, 1 or more
  public static Verdict of(Ratio ratio, double noise) {
    if (!ratio.canDecide()) {
      return TOO_FEW;
    }
    double nearest = ratio.interval().map(Interval::nearest).orElse(1.0);
    if (!ratio.isSignificant()) {
      return NO_DIFFERENCE;
    }
    return nearest > noise ? DIFFERENT : WITHIN_NOISE;
  }
}
