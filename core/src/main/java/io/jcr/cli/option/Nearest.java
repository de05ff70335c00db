package io.jcr.cli.option;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// The word that was probably meant.
public final class Nearest {
  private static final int LETTERS_PER_MISTAKE = 3;

  private Nearest() {}

  /// The one among `known` that takes the fewest mistakes to become `typed`: a letter too many, too
  /// few, another one, or two that changed places. Empty when there would be more than one in three
  /// letters, since then nothing of the kind was meant.
  public static Optional<String> of(String typed, Collection<String> known) {
    String word = typed.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, letters(word) / LETTERS_PER_MISTAKE);
    String nearest = null;
    for (String candidate : known) {
      int mistakes = mistakes(word, candidate.toLowerCase(Locale.ROOT));
      if (mistakes <= allowed && letters(candidate) > mistakes) {
        allowed = mistakes - 1;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static int letters(String word) {
    int hyphens = 0;
    while (hyphens < word.length() && word.charAt(hyphens) == '-') {
      hyphens++;
    }
    return word.length() - hyphens;
  }

  /// The optimal string alignment distance.
  static int mistakes(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : least(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int least(int[][] distance, String a, String b, int i, int j) {
    int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(
            Math.min(distance[i - 1][j], distance[i][j - 1]) + 1, distance[i - 1][j - 1] + changed);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
