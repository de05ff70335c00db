package io.jcr.cli.container;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Numbers in the format of `docker stats`.
final class Amount {
  /// Shown when the kernel provides no number.
  static final String UNKNOWN = "--";

  private static final int BINARY = 1024;
  private static final int DECIMAL = 1000;

  private Amount() {}

  /// Memory: `1.188MiB`.
  static String binary(@Nullable Long bytes) {
    return scaled(bytes, BINARY, new MathContext(4, RoundingMode.HALF_UP), "B KiB MiB GiB TiB PiB");
  }

  /// Network or disk traffic: `1.19MB`.
  static String decimal(@Nullable Long bytes) {
    return scaled(bytes, DECIMAL, new MathContext(3, RoundingMode.HALF_UP), "B kB MB GB TB PB");
  }

  /// `12.34%`.
  static String percent(@Nullable Double percent) {
    return percent == null
        ? UNKNOWN
        : BigDecimal.valueOf(percent).setScale(2, RoundingMode.HALF_UP).toPlainString() + "%";
  }

  /// A pair of numbers: `1.19MB / 0B`.
  static String pair(String one, String other) {
    return one + " / " + other;
  }

  private static String scaled(@Nullable Long bytes, int base, MathContext digits, String names) {
    if (bytes == null) {
      return UNKNOWN;
    }
    String[] units = names.split(" ", -1);
    BigDecimal size = BigDecimal.valueOf(base);
    BigDecimal rounded = BigDecimal.valueOf(bytes);
    BigDecimal exact = rounded;
    int unit = 0;
    while (rounded.compareTo(size) >= 0 && unit < units.length - 1) {
      exact = exact.divide(size, MathContext.DECIMAL64);
      rounded = exact.round(digits);
      unit++;
    }
    return rounded.stripTrailingZeros().toPlainString() + units[unit];
  }
}
