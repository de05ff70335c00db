package io.jcr.plugins.bench.subject;

import io.jcr.api.UsageException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts as they are typed.
public final class Amount {
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})([KMG]?)");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smh]?)");
  private static final int STEP = 10;
  private static final long MEBIBYTE = 1L << 20;
  private static final int MOST_CPUS = 64;
  private static final long LEAST_MEMORY = 64L << 20;

  private Amount() {}

  /// Processors: a whole number, because a virtual machine has whole ones.
  public static int cpus(String text) {
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_CPUS) {
      throw new UsageException("cpus: '" + text + "' is not a whole number from 1 to " + MOST_CPUS);
    }
    return Integer.parseInt(text);
  }

  /// Memory: `512M`.
  public static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("memory: '" + text + "' is not a size such as 512M or 1G");
    }
    int shift = STEP * ("KMG".indexOf(matcher.group(2).isEmpty() ? "-" : matcher.group(2)) + 1);
    long bytes = Long.parseLong(matcher.group(1)) << shift;
    if (bytes < LEAST_MEMORY || bytes % MEBIBYTE != 0) {
      throw new UsageException(
          "memory: '" + text + "' is less than 64M, or not whole MiB, as virtual machines need it");
    }
    return bytes;
  }

  /// A time: `90`, `90s`, `10m`, `2h`.
  public static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new UsageException("time: '" + text + "' is not a time above 0 such as 90s, 10m or 2h");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
