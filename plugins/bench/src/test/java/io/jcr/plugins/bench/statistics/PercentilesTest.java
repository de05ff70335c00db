package io.jcr.plugins.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
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

  @ParameterizedTest
  @CsvSource({
    "50, 1, true",
    "90, 19, false",
    "90, 20, true",
    "99, 199, false",
    "99, 200, true",
    "99.9, 1999, false",
    "99.9, 2000, true",
    "1, 199, false"
  })
  void aPercentileTakesEnoughValuesBeyondIt(double percent, long count, boolean known) {
    assertEquals(known, Percentiles.isKnown(percent, count));
  }
}
