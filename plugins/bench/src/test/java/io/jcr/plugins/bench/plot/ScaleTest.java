package io.jcr.plugins.bench.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  @ParameterizedTest
  @CsvSource({
    "1.5, 9000, true, 10 100 1000",
    "3, 90, true, 5 10 20 50",
    "0.15, 2.5, true, 0.2 0.5 1 2",
    "0.9, 1.1, true, 0.9 0.95 1 1.05 1.1",
    "0.0001, 100000, true, 0.0001 0.001 0.01 0.1 1 10 100 1000 10000 100000",
    "0, 103, false, 0 20 40 60 80 100",
    "0, 7.2, false, 0 1 2 3 4 5 6 7",
    "0, 0.31, false, 0 0.05 0.1 0.15 0.2 0.25 0.3",
    "0, 4321, false, 0 500 1000 1500 2000 2500 3000 3500 4000",
  })
  void ticksAreOnesTwosAndFives(double low, double high, boolean logarithmic, String expected) {
    String ticks =
        new Scale(low, high, logarithmic)
            .ticks().stream().map(Scale::label).collect(Collectors.joining(" "));
    assertEquals(expected, ticks);
  }

  @Test
  void noAxisHasOtherTicksOrTooManyOfThem() {
    Random random = new Random(4);
    for (int i = 0; i < 1000; i++) {
      double low = Math.pow(10, random.nextDouble() * 8 - 4);
      Scale scale = Scale.of(List.of(low, low * (1 + Math.pow(10, random.nextDouble() * 6 - 3))));
      List<Double> ticks = scale.ticks();
      assertTrue(ticks.size() <= 11, scale + ": " + ticks);
      assertTrue(ticks.size() >= 3, scale + ": " + ticks);
      if (scale.logarithmic() && scale.high() > 20 * scale.low()) {
        ticks.forEach(tick -> assertTrue(mantissa(tick).matches("[125]"), scale + ": " + tick));
      }
    }
  }

  private static String mantissa(double value) {
    return String.format(java.util.Locale.ROOT, "%.9e", value).replaceAll("\\.?0*e.*", "");
  }

  @Test
  void valuesFarApartAreLogarithmic() {
    assertTrue(Scale.of(List.of(1.0, 2000.0)).logarithmic());
    assertFalse(Scale.of(List.of(1.0, 2.0, 0.0)).logarithmic());
  }

  @Test
  void equalRatiosAreEquallyFarApart() {
    Scale scale = new Scale(1, 100, true);
    assertEquals(0.5, scale.position(10), 1e-12);
    assertEquals(1, scale.position(100), 1e-12);
    assertEquals(0, scale.position(0), 1e-12, "what it cannot show is at the beginning");
    assertEquals(0.25, new Scale(0, 8, false).position(2), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "5000, 5000",
    "0.0050, 0.005",
    "100000, 100000",
    "1000000, 1e6",
    "2.5e9, 2.5e9",
    "0.00001, 1e-05",
    "0, 0"
  })
  void labelsHaveNoSuperfluousDigits(double tick, String expected) {
    assertEquals(expected, Scale.label(tick));
  }

  @Test
  void nothingHasNoScale() {
    assertThrows(IllegalArgumentException.class, () -> Scale.of(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Scale(1, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new Scale(0, 1, true));
  }
}
