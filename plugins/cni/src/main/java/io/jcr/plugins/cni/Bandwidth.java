package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much a container may receive, and how much it may send.
///
/// @param rate bits per second
record Bandwidth(long rate) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12})([kmg]?)(?:bit)?", Pattern.CASE_INSENSITIVE);
  private static final long MIN = 8_000;
  private static final long MAX = 1_000_000_000_000L;

  /// A tenth of a second's worth, but at least a few large packets, and at most what a 32-bit
  /// number of bytes can hold.
  private static final long MIN_BURST = 1_000_000;

  private static final long MAX_BURST = 8L * Integer.MAX_VALUE;

  /// Parses a number of bits per second with K, M or G for powers of 1000, like `rate` of veth.
  static Bandwidth parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      int power = "kmg".indexOf(form.group(2).toLowerCase(Locale.ROOT));
      int zeros = form.group(2).isEmpty() ? 0 : 3 * (power + 1);
      BigDecimal bits = new BigDecimal(form.group(1)).movePointRight(zeros);
      if (bits.compareTo(BigDecimal.valueOf(MIN)) >= 0
          && bits.compareTo(BigDecimal.valueOf(MAX)) <= 0) {
        return new Bandwidth(bits.longValueExact());
      }
    }
    throw new UsageException(
        "'" + text + "' is not a number of bits a second, such as 10M, from 8K to 1000G");
  }

  /// As `bandwidth`.
  Map<String, Object> json() {
    long burst = Math.clamp(rate / 10, MIN_BURST, MAX_BURST);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ingressRate", rate);
    json.put("ingressBurst", burst);
    json.put("egressRate", rate);
    json.put("egressBurst", burst);
    return json;
  }
}
