package io.jcr.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known about the jars of a folder without opening them: a text in ASCII, one line a fact,
/// tabs between its words. It is read by every run, most of which need few of the jars; so reading
/// it makes no objects but for jars that are still what they were.
///
/// ```
/// jcr plugin index 1 · SPI version · Java version · folder
/// jar · name · size · modified · libraries
/// plugin · id · version · requires · provider · description
/// problem · text
/// note · text
/// service · SPI · name · class · summary
/// ```
final class FolderIndex {
  private static final char ESCAPE = '\\';
  private static final int HEX = 16;
  private static final int ESCAPED = 4;

  private final Map<FoundJar, PluginDescription> known = new HashMap<>();

  @Nullable PluginDescription get(FoundJar jar) {
    return known.get(jar);
  }

  void put(FoundJar jar, PluginDescription description) {
    known.put(jar, description);
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  /// Reads a text that [#write] has made.
  ///
  /// @param text ASCII
  /// @param header the first line that is expected
  /// @return nothing when the text is of another version or folder, or is damaged
  static FolderIndex read(String text, String header, List<FoundJar> jars) {
    FolderIndex index = new FolderIndex();
    if (!text.startsWith(header)) {
      return index;
    }
    Map<String, FoundJar> byStamp = new HashMap<>();
    jars.forEach(jar -> byStamp.put(stamp(jar), jar));
    try {
      for (int at = header.length(); at < text.length(); ) {
        int next = text.indexOf("\njar\t", at);
        int end = next < 0 ? text.length() : next + 1;
        int line = text.indexOf('\n', at);
        FoundJar jar = byStamp.get(text.substring(at, line));
        if (jar != null) {
          index.put(jar, new Block(text, line + 1, end).parse());
        }
        at = end;
      }
    } catch (RuntimeException _) { // damaged by hand: the checksum said it is as it was written
      return new FolderIndex();
    }
    return index;
  }

  /// The text, for jars in this order.
  String write(String header, List<FoundJar> jars) {
    StringBuilder text = new StringBuilder(header);
    for (FoundJar jar : jars) {
      PluginDescription of = known.get(jar);
      if (of != null) {
        text.append(stamp(jar)).append('\n');
        line(text, "plugin", of.id(), of.version(), of.requires(), of.provider(), of.description());
        of.problems().forEach(problem -> line(text, "problem", problem));
        of.notes().forEach(note -> line(text, "note", note));
        of.services()
            .forEach(s -> line(text, "service", s.spi(), s.name(), s.className(), s.summary()));
      }
    }
    return text.toString();
  }

  private static String stamp(FoundJar jar) {
    return "jar\t"
        + escaped(jar.name())
        + '\t'
        + jar.size()
        + '\t'
        + jar.modified()
        + '\t'
        + jar.libraries();
  }

  private static void line(StringBuilder text, String kind, String... words) {
    text.append(kind);
    for (String word : words) {
      text.append('\t').append(escaped(word));
    }
    text.append('\n');
  }

  /// All but printable ASCII as a backslash and four hexadecimal digits.
  static String escaped(String word) {
    StringBuilder text = null;
    for (int index = 0; index < word.length(); index++) {
      char c = word.charAt(index);
      if (c < ' ' || c > '~' || c == ESCAPE) {
        text = text == null ? new StringBuilder(word.substring(0, index)) : text;
        String hex = Integer.toHexString(c);
        text.append(ESCAPE).append("000", 0, ESCAPED - hex.length()).append(hex);
      } else if (text != null) {
        text.append(c);
      }
    }
    return text == null ? word : text.toString();
  }

  static String plain(String word) {
    int at = word.indexOf(ESCAPE);
    if (at < 0) {
      return word;
    }
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (; at >= 0; at = word.indexOf(ESCAPE, from)) {
      text.append(word, from, at);
      text.append((char) Integer.parseInt(word.substring(at + 1, at + 1 + ESCAPED), HEX));
      from = at + 1 + ESCAPED;
    }
    return text.append(word, from, word.length()).toString();
  }

  /// The lines of one jar.
  private static final class Block {
    private final String text;
    private final int end;
    private int at;

    Block(String text, int at, int end) {
      this.text = text;
      this.at = at;
      this.end = end;
    }

    PluginDescription parse() {
      String[] plugin = new String[] {"", "", "", "", ""};
      List<String> problems = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      List<PluginDescription.Service> services = new ArrayList<>();
      while (at < end) {
        String kind = word();
        if (kind.equals("plugin")) {
          for (int index = 0; index < plugin.length; index++) {
            plugin[index] = word();
          }
        } else if (kind.equals("service")) {
          services.add(new PluginDescription.Service(word(), word(), word(), word()));
        } else if (kind.equals("problem")) {
          problems.add(word());
        } else {
          notes.add(word());
        }
      }
      return new PluginDescription(
          plugin[0], plugin[1], plugin[2], plugin[3], plugin[4], problems, notes, services);
    }

    /// The next word, and goes behind the tab or the line's end after it.
    private String word() {
      int from = at;
      while (text.charAt(at) != '\t' && text.charAt(at) != '\n') {
        at++;
      }
      return plain(text.substring(from, at++));
    }
  }
}
