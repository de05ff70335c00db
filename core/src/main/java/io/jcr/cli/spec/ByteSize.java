package io.jcr.cli.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;

/// Amounts of memory as people write them: `104857600`, `100M`, `100MB`, `100MiB`, `1.5g`. All
/// suffixes are powers of 1024, as in docker. Calculated exactly, never in floating point; a
/// fraction of a byte is dropped.
public final class ByteSize {
  /// What a message says is allowed.
  static final String FORM = "a number of bytes, or a number with K, M, G or T (powers of 1024)";

  private static final String UNITS = "kmgt";

  private ByteSize() {}

  /// The bytes in `text`; empty when it is no amount of memory or more than a long can hold.
  public static OptionalLong parse(String text) {
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    int shift = shift(text.substring(end).toLowerCase(Locale.ROOT));
    if (shift < 0 || !isDecimal(text.substring(0, end))) {
      return OptionalLong.empty();
    }
    BigDecimal bytes =
        new BigDecimal(text.substring(0, end))
            .multiply(BigDecimal.valueOf(1L << shift))
            .setScale(0, RoundingMode.DOWN);
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValueExact());
  }

  /// Whether `text` is an unsigned decimal number: digits with at most one point between them, and
  /// not more of them than any sensible number has.
  static boolean isDecimal(String text) {
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.') {
        points++;
      } else if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty()
        && text.length() <= 40
        && points <= 1
        && !text.startsWith(".")
        && !text.endsWith(".");
  }

  /// Whether `text` is an unsigned whole number that a long holds.
  static boolean isWhole(String text) {
    return isDecimal(text) && text.length() <= 18 && text.indexOf('.') < 0;
  }

  /// The power of two of a suffix in lower case, or -1.
  private static int shift(String suffix) {
    if (suffix.isEmpty() || suffix.equals("b")) {
      return 0;
    }
    String rest = suffix.substring(1);
    int unit = UNITS.indexOf(suffix.charAt(0));
    boolean known = rest.isEmpty() || rest.equals("b") || rest.equals("ib");
    return unit < 0 || !known ? -1 : 10 * (unit + 1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
