package io.jcr.running;

import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/// Files of the kernel that hold figures: one, or a line for each with its name in front.
final class CgroupFile {
  private CgroupFile() {}

  /// The number that is all of `file`; null when there is none, as for `max`.
  static @Nullable Long number(HostFacts facts, Path file) {
    return facts.read(file).map(CgroupFile::parse).orElse(null);
  }

  /// The number behind `key` in `file`.
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

  /// What stands between blanks.
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
