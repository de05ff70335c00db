package io.jcr.cli.spec;

import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// `--tmpfs DST[:OPTION,…]`: an empty file system in memory. As in docker it is `nosuid`, `nodev`,
/// `noexec`, writable and of mode 1777 unless the options say otherwise. What is written into it
/// counts as the container's memory.
public final class TmpfsOption {
  /// Words that come in pairs, the first being the default; only the restrictions are flags of
  /// mount(2), their opposites are their absence.
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("nosuid", "suid"),
          List.of("nodev", "dev"),
          List.of("noexec", "exec"),
          List.of("rw", "ro"));

  private static final List<String> FLAGS =
      List.of("nosuid", "nodev", "noexec", "ro", "noatime", "relatime", "strictatime");

  private static final String KNOWN =
      "ro, rw, exec, noexec, suid, nosuid, dev, nodev, noatime, relatime, strictatime, size=64M,"
          + " nr_inodes=1000, mode=1777, uid=0, gid=0";

  private TmpfsOption() {}

  /// Parses one `--tmpfs`.
  ///
  /// @throws UsageException when it is malformed
  public static Mount parse(String option) {
    return parse("--tmpfs " + option, option);
  }

  /// The same for another option.
  ///
  /// @param subject that option for messages
  static Mount parse(String subject, String option) {
    int colon = option.indexOf(':');
    String destination =
        ContainerPath.parse(subject, colon < 0 ? option : option.substring(0, colon));
    Map<String, String> given = new LinkedHashMap<>();
    for (List<String> pair : PAIRS) {
      given.put(pair.getFirst(), "");
    }
    given.put("mode", "1777");
    if (colon >= 0) {
      parse(subject, option.substring(colon + 1), given);
    }
    List<String> options = new ArrayList<>();
    given.forEach((key, value) -> {
      if (!value.isEmpty()) {
        options.add(key + "=" + value);
      } else if (FLAGS.contains(key)) {
        options.add(key);
      }
    });
    return new Mount(destination, "tmpfs", "tmpfs", options);
  }

  private static void parse(String subject, String list, Map<String, String> given) {
    List<String> seen = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      if (seen.contains(key) || seen.contains(opposite(key))) {
        throw new UsageException(
            subject + ": '" + key + "' is given twice or together with its opposite");
      }
      seen.add(key);
      given.remove(opposite(key));
      given.put(key, equals < 0 ? flag(subject, key) : value(subject, key, word));
    }
  }

  /// The other word of the pair, or the empty string for a word without one.
  private static String opposite(String word) {
    for (List<String> pair : PAIRS) {
      if (pair.contains(word)) {
        return pair.getFirst().equals(word) ? pair.getLast() : pair.getFirst();
      }
    }
    return "";
  }

  private static String flag(String subject, String word) {
    if (!FLAGS.contains(word) && opposite(word).isEmpty()) {
      throw unknown(subject, word);
    }
    return "";
  }

  private static String value(String subject, String key, String word) {
    String value = word.substring(key.length() + 1);
    return switch (key) {
      case "size" -> size(subject, value);
      case "mode" -> mode(subject, value);
      case "nr_inodes", "uid", "gid" -> {
        if (!ByteSize.isWhole(value) || Long.parseLong(value) > 0xffff_fffeL) {
          throw refused(subject, key, value, "a whole number up to 4294967294");
        }
        yield value;
      }
      default -> throw unknown(subject, word);
    };
  }

  private static String mode(String subject, String value) {
    if (!isOctal(value) || Integer.parseInt(value, 8) > 01777) {
      throw refused(subject, "mode", value, "an octal mode up to 1777, without setuid and setgid");
    }
    return value;
  }

  private static boolean isOctal(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '7') {
        return false;
      }
    }
    return value.length() >= 3 && value.length() <= 5;
  }

  /// In bytes, or as a percentage of the machine's memory, which tmpfs(5) calculates itself.
  private static String size(String subject, String value) {
    if (isPercentage(value)) {
      return value;
    }
    OptionalLong bytes = ByteSize.parse(value);
    if (bytes.isEmpty()) {
      throw refused(subject, "size", value, ByteSize.FORM + ", or 1% to 100%");
    }
    if (bytes.getAsLong() == 0) { // which means no limit to the kernel
      throw new UsageException(subject + ": size '" + value + "' is too small: at least 1 byte");
    }
    return Long.toString(bytes.getAsLong());
  }

  private static boolean isPercentage(String value) {
    if (!value.endsWith("%") || value.length() > 4 || value.startsWith("0")) {
      return false;
    }
    String number = value.substring(0, value.length() - 1);
    return ByteSize.isWhole(number) && Integer.parseInt(number) <= 100;
  }

  private static UsageException unknown(String subject, String word) {
    return new UsageException(subject + ": unknown option '" + word + "', choose from " + KNOWN);
  }

  private static UsageException refused(String subject, String key, String value, String allowed) {
    return new UsageException(subject + ": " + key + " '" + value + "' is not " + allowed);
  }
}
