package io.jcr.plugins.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final double[] BARE = {10, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 10.7};

  @ParameterizedTest
  @CsvSource({
    "20 21 22 23, 1.5, DIFFERENT",
    "20 21 22 23, 3, WITHIN_NOISE",
    "5 5.1 5.2 5.3, 1.5, DIFFERENT",
    "10 10.15 10.45 10.8, 1, NO_DIFFERENCE",
    // two rounds decide against eight of bare, one does not, however far away it is
    "18750 18760, 3, DIFFERENT",
    "18750, 3, TOO_FEW",
    "9 20 21, 1.1, NO_DIFFERENCE",
  })
  void onlyWhatIsSignificantAndExceedsTheNoiseDiffers(
      String values, double noise, Verdict expected) {
    double[] one = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertEquals(expected, Verdict.of(Ratio.of(one, BARE), noise));
  }
}
