package io.jcr.rootfs.tar;

import io.jcr.api.UsageException;
import java.time.Duration;
import java.util.List;

/// How much of an untrusted archive is unpacked. A larger archive is rejected as a whole.
///
/// @param entries the maximum number of members
/// @param nameBytes the maximum length of a name or link target; at most PATH_MAX without its NUL
/// @param storedBytes the maximum size of all files together, not counting holes
/// @param time the maximum time that reading may take
public record ArchiveLimits(long entries, int nameBytes, long storedBytes, Duration time) {
  /// For the names and extended headers of one entry, and for all global ones together: more than
  /// any file system can hold. The sum is limited because an entry may have any number of them.
  static final int METADATA_BYTES = 4 << 20;

  private static final int PATH_MAX = 4096;

  /// More than any well-meant root file system has.
  public static final ArchiveLimits DEFAULT =
      new ArchiveLimits(1_000_000, PATH_MAX - 1, 64L << 30, Duration.ofMinutes(15));

  /// These limits, changed by what `--archive-limit` says.
  ///
  /// @param options each `entries:N`, `name:BYTES`, `size:BYTES` or `time:SECONDS`
  /// @throws UsageException for an unknown one, or a number that is not positive
  public ArchiveLimits with(List<String> options) {
    ArchiveLimits limits = this;
    for (String option : options) {
      int colon = option.indexOf(':');
      String key = colon < 0 ? option : option.substring(0, colon);
      long value = colon < 0 ? 0 : positive(option.substring(colon + 1));
      if (value <= 0 || (key.equals("name") && value >= PATH_MAX)) {
        throw refused(option);
      }
      limits =
          switch (key) {
            case "entries" ->
                new ArchiveLimits(value, limits.nameBytes, limits.storedBytes, limits.time);
            case "name" ->
                new ArchiveLimits(limits.entries, (int) value, limits.storedBytes, limits.time);
            case "size" -> new ArchiveLimits(limits.entries, limits.nameBytes, value, limits.time);
            case "time" ->
                new ArchiveLimits(
                    limits.entries,
                    limits.nameBytes,
                    limits.storedBytes,
                    Duration.ofSeconds(value));
            default -> throw refused(option);
          };
    }
    return limits;
  }

  private static long positive(String text) {
    int unit = text.isEmpty() ? -1 : "KMGT".indexOf(text.charAt(text.length() - 1));
    String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    long number = PaxRecords.decimal(digits);
    int shift = 10 * (unit + 1);
    return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
  }

  private static UsageException refused(String option) {
    return new UsageException(
        "--archive-limit="
            + option
            + ": expected entries:N, name:BYTES (at most 4095), size:BYTES or time:SECONDS;"
            + " a number may end in K, M, G or T");
  }

  /// The error for an archive that exceeds a limit.
  static MalformedArchiveException exceeded(String what, String key) {
    return new MalformedArchiveException(
        "it has " + what + " (allow more with --archive-limit=" + key + ":N)");
  }
}
