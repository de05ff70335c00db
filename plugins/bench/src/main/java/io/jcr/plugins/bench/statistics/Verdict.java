package io.jcr.plugins.bench.statistics;

/// What a comparison says, given the noise of the same program against itself.
public enum Verdict {
  /// The interval includes 1.
  NO_DIFFERENCE("no difference shown"),
  /// It does not, but is nearer to 1 than the program against itself came.
  WITHIN_NOISE("within the A/A noise"),
  /// Beyond all that the noise can explain.
  DIFFERENT("differs beyond the A/A noise"),
  /// Too few values to say.
  TOO_FEW("too few samples to say");

  /// Medians of fewer values have no interval worth the name.
  public static final int LEAST = 5;

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /// For people.
  public String text() {
    return text;
  }

  /// Judges a comparison.
  ///
  /// @param ratio of the subject against the base
  /// @param noise of the base against itself
  /// @param fewest values that the smallest of the samples has
  public static Verdict of(Ratio ratio, Ratio noise, int fewest) {
    if (fewest < LEAST) {
      return TOO_FEW;
    }
    if (!ratio.excludesOne()) {
      return NO_DIFFERENCE;
    }
    return ratio.nearest() > noise.farthest() ? DIFFERENT : WITHIN_NOISE;
  }
}
