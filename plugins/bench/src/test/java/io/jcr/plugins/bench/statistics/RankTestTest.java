package io.jcr.plugins.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against published tables and examples.
class RankTestTest {
  private static final double[] NONE_EQUAL = {1, 2, 3, 4, 5};

  /// Mann and Whitney, *On a test of whether one of two random variables is stochastically larger
  /// than the other*, Annals of Mathematical Statistics 18 (1947), table I: probability of a U at
  /// most this large. The two-sided one is twice that.
  @ParameterizedTest
  @CsvSource({
    "3, 3, .050 .100 .200 .350 .500",
    "4, 3, .028 .057 .114 .200 .314 .429",
    "4, 4, .014 .029 .057 .100 .171 .243 .343 .443",
    "5, 3, .018 .036 .071 .125 .196 .286 .393 .500",
    "5, 5, .004 .008 .016 .028 .048 .075 .111 .155 .210 .274 .345 .421 .500",
    "6, 2, .036 .071 .143 .214 .321 .429",
  })
  void exactProbabilitiesAreThoseOfTheTable(int one, int other, String probabilities) {
    double[] expected =
        Stream.of(probabilities.split(" ")).mapToDouble(Double::parseDouble).toArray();
    for (int u = 0; u < expected.length; u++) {
      double p = RankTest.p(withStatistic(one, other, u), ascending(other));
      assertEquals(Math.min(1, 2 * expected[u]), p, 0.002, "U = " + u);
    }
  }

  /// The usual table of critical values of U for 5 %, two-sided (for instance Siegel,
  /// *Nonparametric Statistics*, 1956, table K; the smaller sizes by Auble, 1953).
  @ParameterizedTest
  @CsvSource({
    "2, 7, -1",
    "2, 8, 0",
    "3, 4, -1",
    "3, 5, 0",
    "3, 6, 1",
    "4, 4, 0",
    "4, 8, 4",
    "5, 5, 2",
    "5, 10, 8",
    "6, 6, 5",
    "6, 12, 14",
    "8, 8, 13",
    "10, 10, 23",
    "15, 15, 64",
    "20, 20, 127",
  })
  void criticalValuesAreThoseOfTheTable(int one, int other, int expected) {
    assertEquals(expected, RankTest.critical(one, other));
    assertEquals(expected, RankTest.critical(other, one));
    assertEquals(expected >= 0, RankTest.canDecide(one, other));
  }

  /// Hollander and Wolfe, *Nonparametric Statistical Methods* (1973), p. 69, the example of R's
  /// wilcox.test: W = 35, one-sided p = 0.1272.
  @Test
  void theExampleOfHollanderAndWolfe() {
    double[] term = HollanderWolfe.atTerm();
    double[] early = HollanderWolfe.early();
    assertEquals(35, RankTest.statistic(term, early), 0);
    assertEquals(2 * 0.1272, RankTest.p(term, early), 0.0001);
    assertEquals(RankTest.p(term, early), RankTest.p(early, term), 1e-12);
  }

  /// All of one sample lie above all of the other, in 1 of the 462 ways to mix 5 and 6.
  @Test
  void samplesThatDoNotOverlapHaveTheLeastProbability() {
    double[] one = {52168, 48923, 52201, 53905, 50853};
    double[] other = {43414, 42488, 39714, 42399, 39342, 42614};
    assertEquals(2.0 / 462, RankTest.p(one, other), 1e-12);
    assertEquals(2.0 / 462, RankTest.least(5, 6), 1e-12);
  }

  /// The library alone would fall back to the normal approximation, which says 0.0119 here.
  @Test
  void equalValuesInOneSampleKeepItExact() {
    double[] same = {9, 9, 9, 9, 9};
    assertEquals(2.0 / 252, RankTest.p(same, NONE_EQUAL), 1e-12);
  }

  @Test
  void equalValuesInBothCountForNoDifference() {
    double[] shifted = {5, 6, 7, 8, 9};
    assertEquals(24.5, RankTest.statistic(shifted, NONE_EQUAL), 0);
    assertEquals(4.0 / 252, RankTest.p(shifted, NONE_EQUAL), 1e-12, "as if U were 24");
    assertEquals(1, RankTest.p(NONE_EQUAL, NONE_EQUAL), 1e-12);
  }

  @Test
  void oneRoundDecidesNothing() {
    assertFalse(RankTest.canDecide(1, 30));
    assertTrue(RankTest.canDecide(1, 39));
    assertFalse(RankTest.canDecide(0, 30));
  }

  @Test
  void largeSamplesAreApproximated() {
    double[] one = ascending(40);
    double[] other = ascending(60);
    double p = RankTest.p(one, other);
    assertTrue(p > 0.001 && p < 0.01, "p = " + p);
    assertEquals(1, RankTest.p(other, other), 1e-9);
  }

  private static double[] ascending(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  /// One value is above as many as are left, the others above all or none.
  private static double[] withStatistic(int one, int other, int u) {
    double[] values = new double[one];
    int left = u;
    for (int i = 0; i < one; i++) {
      int above = Math.min(left, other);
      values[i] = above - 0.9 + 0.01 * i;
      left -= above;
    }
    return values;
  }
}
