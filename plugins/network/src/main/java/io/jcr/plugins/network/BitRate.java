package io.jcr.plugins.network;

import io.jcr.api.UsageException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `rate=10M`: bits per second, with the suffixes K, M and G for powers of 1000, as usual for
/// networks. `10Mbit` is the same, as in tc(8); `10Mbps`, which means bytes there, is rejected.
final class BitRate {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([kmg]?)(?:bit)?", Pattern.CASE_INSENSITIVE);

  /// At this rate, a packet takes 1.5 seconds.
  private static final long MIN_BITS = 8_000;

  private static final long MAX_BITS = 1_000_000_000_000L;
  private static final String SUFFIXES = "kmg";

  private BitRate() {}

  /// The rate in `text` in bytes per second.
  ///
  /// @param subject who reports errors
  /// @throws UsageException when it is not a rate, or not one that makes sense for a packet network
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
