package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected texts are docker's for the same figures.
class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B, 0B",
    "999, 999B, 999B",
    "1000, 1000B, 1kB",
    "1023, 1023B, 1.02kB",
    "1024, 1KiB, 1.02kB",
    "1245184, 1.188MiB, 1.25MB",
    "104857600, 100MiB, 105MB",
    "999999, 976.6KiB, 1MB",
    "4133896192, 3.85GiB, 4.13GB",
    "9223372036854771712, 8192PiB, 9220PB",
  })
  void aSizeHasAsManyDigitsAsDockers(long bytes, String binary, String decimal) {
    assertEquals(binary, Amount.binary(bytes));
    assertEquals(decimal, Amount.decimal(bytes));
  }

  @Test
  void whatIsNotKnownIsNoZero() {
    assertEquals("--", Amount.binary(null));
    assertEquals("-- / 0B", Amount.pair(Amount.decimal(null), Amount.decimal(0L)));
    assertEquals("--", Amount.percent(null));
  }

  @Test
  void aPercentageHasTwoDecimals() {
    assertEquals("0.00%", Amount.percent(0.004));
    assertEquals("199.99%", Amount.percent(199.9871));
  }
}
