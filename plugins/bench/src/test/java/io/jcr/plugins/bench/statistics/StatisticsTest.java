package io.jcr.plugins.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
  private static final double EXACT = 1e-12;

  /// The values are those of R's quantile(c(15, 20, 35, 40, 50), p).
  @ParameterizedTest
  @CsvSource({"0, 15", "5, 16", "30, 23", "40, 29", "50, 35", "90, 46", "99, 49.6", "100, 50"})
  void percentilesInterpolateAsInR(double percent, double expected) {
    Percentiles percentiles = Percentiles.of(40, 15, 50, 20, 35);
    assertEquals(expected, percentiles.at(percent), 1e-9);
  }

  @Test
  void oneValueIsAllItsPercentiles() {
    Percentiles one = Percentiles.of(7);
    assertEquals(7, one.at(0), EXACT);
    assertEquals(7, one.at(99), EXACT);
    assertEquals(7, one.max(), EXACT);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertEquals(2.5, Percentiles.of(4, 1, 3, 2).median(), EXACT);
  }

  @Test
  void nothingHasNoPercentiles() {
    assertThrows(IllegalArgumentException.class, Percentiles::of);
    assertThrows(IllegalArgumentException.class, () -> Percentiles.of(1).at(101));
  }

  @Test
  void theSameSampleHasTheRatioOne() {
    double[] sample = normal(100, 10, 40, 1);
    Ratio ratio = new Bootstrap(1).ratioOfMedians(sample, sample);
    assertEquals(1, ratio.value(), EXACT);
    assertTrue(ratio.low() < 1 && ratio.high() > 1, ratio.toString());
    assertFalse(ratio.excludesOne());
    assertEquals(1, ratio.nearest(), EXACT);
  }

  @Test
  void twiceAsLargeIsTwiceAsLarge() {
    Ratio ratio = new Bootstrap(2).ratioOfMedians(normal(200, 10, 50, 2), normal(100, 5, 50, 3));
    assertEquals(2, ratio.value(), 0.1);
    assertTrue(ratio.excludesOne());
    assertTrue(ratio.low() > 1.9 && ratio.high() < 2.1, ratio.toString());
  }

  @Test
  void valuesWithoutSpreadHaveAnIntervalWithoutWidth() {
    Ratio ratio = new Bootstrap(3).ratioOfMedians(new double[] {3, 3, 3}, new double[] {2, 2});
    assertEquals(new Ratio(1.5, 1.5, 1.5), ratio);
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] one = normal(1, 0.2, 20, 4);
    double[] other = normal(1, 0.2, 20, 5);
    assertEquals(
        new Bootstrap(9).ratioOfMedians(one, other), new Bootstrap(9).ratioOfMedians(one, other));
  }

  /// What 95 % means: of 400 intervals about 380 contain the truth. The bootstrap of a median is a
  /// little conservative, so that nearly all may.
  @Test
  void theIntervalContainsTheTruthAsOftenAsItSays() {
    int contained = 0;
    for (int i = 0; i < 400; i++) {
      double[] one = normal(150, 20, 30, 1000 + i);
      double[] other = normal(100, 20, 30, 5000 + i);
      Ratio ratio = new Bootstrap(i).ratioOfMedians(one, other);
      contained += ratio.low() <= 1.5 && ratio.high() >= 1.5 ? 1 : 0;
    }
    assertTrue(contained >= 368 && contained <= 399, contained + " of 400");
  }

  @Test
  void moreValuesMakeTheIntervalNarrower() {
    Ratio few = new Bootstrap(5).ratioOfMedians(normal(100, 20, 10, 6), normal(100, 20, 10, 7));
    Ratio many =
        new Bootstrap(5).ratioOfMedians(normal(100, 20, 1000, 6), normal(100, 20, 1000, 7));
    assertTrue(many.high() - many.low() < (few.high() - few.low()) / 3, few + " " + many);
  }

  @Test
  void halfIsAsFarFromOneAsTwice() {
    assertEquals(2.5, new Ratio(0.5, 0.4, 0.625).farthest(), EXACT);
    assertEquals(1.6, new Ratio(0.5, 0.4, 0.625).nearest(), EXACT);
    assertEquals(1.6, new Ratio(2, 1.6, 2.5).nearest(), EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, 1.1, 0.98, 1.02, 30, NO_DIFFERENCE",
    "1.9, 2.1, 0.95, 1.05, 30, DIFFERENT",
    "0.4, 0.6, 0.95, 1.05, 30, DIFFERENT",
    "1.01, 1.2, 0.95, 1.05, 30, WITHIN_NOISE",
    "0.8, 0.97, 0.95, 1.05, 30, WITHIN_NOISE",
    "1.06, 1.2, 0.95, 1.05, 30, DIFFERENT",
    "1.9, 2.1, 0.95, 1.05, 4, TOO_FEW",
  })
  void onlyWhatExceedsTheNoiseDiffers(
      double low, double high, double noiseLow, double noiseHigh, int fewest, Verdict expected) {
    Ratio ratio = new Ratio((low + high) / 2, low, high);
    Ratio noise = new Ratio(1, noiseLow, noiseHigh);
    assertEquals(expected, Verdict.of(ratio, noise, fewest));
  }

  private static double[] normal(double mean, double deviation, int count, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = mean + deviation * random.nextGaussian();
    }
    return values;
  }
}
