package io.jcr.running;

import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/// Kernel files that contain one number, or lines of a name and a number.
final class CgroupFile {
  private CgroupFile() {}

  /// The only number in `file`; null if there is none, as for `max`.
  static @Nullable Long number(HostFacts facts, Path file) {
    return facts.read(file).map(CgroupFile::parse).orElse(null);
  }

  /// The number after `key` in `file`.
  static @Nullable Long value(HostFacts facts, Path file, String key) {
    for (String line : facts.read(file).orElse("").lines().toList()) {
      if (line.startsWith(key)
          && line.length() > key.length()
          && line.charAt(key.length()) <= ' ') {
        return parse(words(line).get(1));
      }
    }
    return null;
  }

  /// The words of a line, separated by blanks.
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(line);
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return words;
  }

  private static @Nullable Long parse(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
