package io.jcr.cli.spec;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.UsageException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The value of `--limit io:`: rates by name, such as `read=10M,write=5M,riops=100,wiops=100`.
public final class IoLimit {
  /// An example of it.
  static final String EXAMPLE = "io:read=10M,write=5M";

  /// Below this, not even a shell is read from the disk while somebody waits.
  private static final long MIN_BYTES = 1L << 10;

  private static final long MAX_BYTES = 1L << 50;
  private static final long MAX_OPERATIONS = 0xffff_ffffL;
  private static final Set<String> BYTES = Set.of("read", "write");
  private static final Set<String> OPERATIONS = Set.of("riops", "wiops");

  private IoLimit() {}

  /// Reads the rates.
  ///
  /// @throws UsageException when one is malformed, out of range, unknown or given twice
  static LinuxBlockIO parse(String value) {
    Map<String, Long> rates = new HashMap<>();
    for (String part : value.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String rate = equals < 0 ? "" : part.substring(equals + 1);
      if (!BYTES.contains(name) && !OPERATIONS.contains(name)) {
        throw refused(
            value,
            "'"
                + part
                + "' is none of read=BYTES, write=BYTES, riops=N, wiops=N (each per"
                + " second)");
      }
      long number = BYTES.contains(name) ? bytes(value, rate) : operations(value, rate);
      if (rates.putIfAbsent(name, number) != null) {
        throw refused(value, name + " is given twice");
      }
    }
    return new LinuxBlockIO(
        rates.getOrDefault("read", 0L),
        rates.getOrDefault("write", 0L),
        rates.getOrDefault("riops", 0L),
        rates.getOrDefault("wiops", 0L));
  }

  private static long bytes(String value, String rate) {
    OptionalLong bytes = ByteSize.parse(rate);
    if (bytes.isEmpty() || bytes.getAsLong() < MIN_BYTES || bytes.getAsLong() > MAX_BYTES) {
      throw refused(
          value, "'" + rate + "' is not " + ByteSize.FORM + ", from 1K to 1024T, for a second");
    }
    return bytes.getAsLong();
  }

  private static long operations(String value, String rate) {
    if (!ByteSize.isWhole(rate)
        || Long.parseLong(rate) < 1
        || Long.parseLong(rate) > MAX_OPERATIONS) {
      throw refused(
          value, "'" + rate + "' is not a whole number of operations, from 1 to 4294967295");
    }
    return Long.parseLong(rate);
  }

  private static UsageException refused(String value, String reason) {
    return new UsageException("--limit io:" + value + ": " + reason);
  }
}
