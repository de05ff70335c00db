package io.jcr.plugin;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about a folder's jars without opening them: ASCII text, one fact per line, with
/// tab-separated fields.
///
/// ```
/// jcr plugin index 2 · SPI version · Java version · folder
/// jar · name · size · modified · libraries
/// plugin · id · version · requires · provider · description
/// problem · text
/// note · text
/// service · SPI · name · class · summary
/// ```
///
/// [IndexReader] reads it.
final class FolderIndex {
  private static final int ESCAPED = 4;

  /// By identity: on first use a record's `hashCode` is built from method handles, which costs a
  /// run milliseconds.
  private final IdentityHashMap<FoundJar, PluginDescription> known = new IdentityHashMap<>();

  @Nullable PluginDescription get(FoundJar jar) {
    return known.get(jar);
  }

  void put(FoundJar jar, PluginDescription description) {
    known.put(jar, description);
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  /// Adds what `other` knows.
  void add(FolderIndex other) {
    known.putAll(other.known);
  }

  /// The index text for these jars, in the order of [FoundJar#in].
  String write(String header, List<FoundJar> jars) {
    StringBuilder text = new StringBuilder(header);
    for (FoundJar jar : jars) {
      PluginDescription of = known.get(jar);
      if (of != null) {
        line(
            text,
            "jar",
            jar.name(),
            Long.toString(jar.size()),
            Long.toString(jar.modified()),
            Long.toString(jar.libraries()));
        line(text, "plugin", of.id(), of.version(), of.requires(), of.provider(), of.description());
        of.problems().forEach(problem -> line(text, "problem", problem));
        of.notes().forEach(note -> line(text, "note", note));
        of.services()
            .forEach(s -> line(text, "service", s.spi(), s.name(), s.className(), s.summary()));
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String kind, String... words) {
    text.append(kind);
    for (String word : words) {
      text.append('\t').append(escaped(word));
    }
    text.append('\n');
  }

  /// Replaces everything except printable ASCII with a backslash and four hexadecimal digits.
  static String escaped(String word) {
    StringBuilder text = null;
    for (int index = 0; index < word.length(); index++) {
      char c = word.charAt(index);
      if (c < ' ' || c > '~' || c == '\\') {
        text = text == null ? new StringBuilder(word.substring(0, index)) : text;
        String hex = Integer.toHexString(c);
        text.append('\\').append("000", 0, ESCAPED - hex.length()).append(hex);
      } else if (text != null) {
        text.append(c);
      }
    }
    return text == null ? word : text.toString();
  }

  /// The inverse of [#escaped].
  static String plain(String word) {
    int at = word.indexOf('\\');
    if (at < 0) {
      return word;
    }
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (; at >= 0; at = word.indexOf('\\', from)) {
      text.append(word, from, at);
      text.append((char) Integer.parseInt(word.substring(at + 1, at + 1 + ESCAPED), 16));
      from = at + 1 + ESCAPED;
    }
    return text.append(word, from, word.length()).toString();
  }
}
