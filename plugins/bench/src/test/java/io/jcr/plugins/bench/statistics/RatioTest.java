package io.jcr.plugins.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatioTest {
  private static final double EXACT = 1e-12;

  /// wilcox.test(x, y, conf.int = TRUE) in R: difference in location 0.305, 95 % from -0.15 to
  /// 0.76. A ratio is a difference of logarithms.
  @Test
  void theExampleOfHollanderAndWolfe() {
    double[] term = exponentials(HollanderWolfe.atTerm());
    double[] early = exponentials(HollanderWolfe.early());
    Ratio ratio = Ratio.of(term, early);
    Interval interval = ratio.interval().orElseThrow();
    assertEquals(0.305, Math.log(ratio.value()), 0.0005);
    assertEquals(-0.15, Math.log(interval.low()), 1e-9);
    assertEquals(0.76, Math.log(interval.high()), 1e-9);
    assertFalse(ratio.isSignificant());
  }

  private static double[] exponentials(double[] values) {
    return Arrays.stream(values).map(Math::exp).toArray();
  }

  @Test
  void theIntervalLeavesOutOneExactlyWhenTheTestFindsADifference() {
    int found = 0;
    for (int i = 0; i < 500; i++) {
      Ratio ratio = Ratio.of(normal(112, 10, 3 + i % 6, i), normal(100, 10, 6, 9000 + i));
      boolean leftOut = ratio.interval().filter(Interval::excludesOne).isPresent();
      assertEquals(ratio.isSignificant(), leftOut, ratio.toString());
      found += leftOut ? 1 : 0;
    }
    assertTrue(found > 100 && found < 400, "both cases occur: " + found);
  }

  /// What 95 % means: of 1000 intervals about 950 contain the truth.
  @Test
  void theIntervalContainsTheTruthAsOftenAsItSays() {
    int contained = 0;
    for (int i = 0; i < 1000; i++) {
      double[] one = normal(150, 15, 12, 1000 + i);
      double[] other = normal(100, 10, 12, 5000 + i);
      Interval interval = Ratio.of(one, other).interval().orElseThrow();
      contained += interval.low() <= 1.5 && interval.high() >= 1.5 ? 1 : 0;
    }
    assertTrue(contained >= 935 && contained <= 970, contained + " of 1000");
  }

  @Test
  void samplesThatAreTooSmallHaveNoInterval() {
    Ratio ratio = Ratio.of(new double[] {1875}, new double[] {1, 1.1, 1.2});
    assertEquals(Optional.empty(), ratio.interval());
    assertFalse(ratio.canDecide());
    assertEquals(1875, ratio.widest(), EXACT);
    assertEquals(1875, ratio.farthest(), EXACT);
  }

  @Test
  void theSameSampleHasTheRatioOne() {
    double[] sample = normal(100, 10, 9, 1);
    Ratio ratio = Ratio.of(sample, sample);
    assertEquals(1, ratio.value(), 1e-9);
    assertEquals(1, ratio.p(), 1e-9);
  }

  @Test
  void halfIsAsFarFromOneAsTwice() {
    Interval interval = new Interval(0.4, 0.625);
    assertEquals(2.5, interval.farthest(), EXACT);
    assertEquals(1.6, interval.nearest(), EXACT);
    assertEquals(1.6, new Interval(1.6, 2.5).nearest(), EXACT);
    assertEquals(1, new Interval(0.9, 2.5).nearest(), EXACT);
    assertEquals(2, Ratio.of(new double[] {2}, new double[] {4}).distance(), EXACT);
  }

  @Test
  void onlyPositiveValuesHaveARatio() {
    double[] one = {1};
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(new double[] {-3.33}, one));
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(one, new double[] {0}));
    assertThrows(IllegalArgumentException.class, () -> Ratio.of(one, new double[0]));
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
