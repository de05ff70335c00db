package io.jcr.plugins.network;

import io.jcr.api.UsageException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `rate=10M`: bits a second, with the suffixes K, M and G for powers of 1000, as networks are
/// measured. `10Mbit` is the same, as tc(8) has it; `10Mbps`, which means bytes there, is refused.
final class BitRate {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([kmg]?)(?:bit)?", Pattern.CASE_INSENSITIVE);

  /// A packet takes 1.5 seconds then.
  private static final long MIN_BITS = 8_000;

  private static final long MAX_BITS = 1_000_000_000_000L;
  private static final String SUFFIXES = "kmg";

  private BitRate() {}

  /// The bytes a second in `text`.
  ///
  /// @param subject who complains
  /// @throws UsageException when it is no rate, or one that a packet network has no use for
  static long bytesPerSecond(String subject, String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      String suffix = matcher.group(2).toLowerCase(Locale.ROOT);
      int power = suffix.isEmpty() ? 0 : 3 * (SUFFIXES.indexOf(suffix) + 1);
      BigDecimal bits = new BigDecimal(matcher.group(1)).movePointRight(power);
      if (bits.compareTo(BigDecimal.valueOf(MIN_BITS)) >= 0
          && bits.compareTo(BigDecimal.valueOf(MAX_BITS)) <= 0) {
        return bits.longValue() / Byte.SIZE;
      }
    }
    throw new UsageException(
        subject
            + ": rate: '"
            + text
            + "' is not a number of bits a second, with K, M or G (powers of 1000) if it is large,"
            + " from 8K to 1000G");
  }
}
