package io.jcr.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The text of an undo journal, entry by entry. Where its file was damaged, the entries that can
/// still be read are worth keeping: each names something that is to be undone.
///
/// @param entries the entries that jcr-init can run, without their newlines; one character for each
///   byte, because a path may have any
/// @param damaged whether there are others
public record JournalText(List<String> entries, boolean damaged) {
  /// How many arguments each verb has; a negative number: so many and more. jcr-init's `journal.c`
  /// has the same table.
  private static final Map<String, Integer> VERBS =
      Map.ofEntries(
          Map.entry("kill", 3),
          Map.entry("cgroup", 1),
          Map.entry("rmdir", 1),
          Map.entry("unlink", 1),
          Map.entry("tree", 1),
          Map.entry("unmount", 1),
          Map.entry("link", 1),
          Map.entry("write", 2),
          Map.entry("nft-table", 2),
          Map.entry("lease", 2),
          Map.entry("release", 2),
          Map.entry("exec", -2),
          Map.entry("tree-unless", 2));

  public JournalText {
    entries = List.copyOf(entries);
  }

  /// Reads what stands in a journal's file. What follows the last newline was never acted upon.
  public static JournalText of(byte[] content) {
    String text = new String(content, ISO_8859_1);
    List<String> entries = new ArrayList<>();
    boolean damaged = false;
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String line = text.substring(start, end);
      if (isEntry(line)) {
        entries.add(line);
      } else {
        damaged |= !line.isEmpty();
      }
      start = end + 1;
    }
    return new JournalText(entries, damaged);
  }

  /// An entry in the form of [#entries].
  public static String entry(String verb, Object... arguments) {
    String line = UndoJournal.line(verb, arguments);
    return new String(line.substring(0, line.length() - 1).getBytes(UTF_8), ISO_8859_1);
  }

  /// The content of a file with these entries.
  public static byte[] content(List<String> entries) {
    return entries.isEmpty()
        ? new byte[0]
        : (String.join("\n", entries) + "\n").getBytes(ISO_8859_1);
  }

  /// Whether one of the entries begins with these words.
  public boolean has(String verb, Object... arguments) {
    String wanted = entry(verb, arguments);
    return entries.stream()
        .anyMatch(entry -> entry.equals(wanted) || entry.startsWith(wanted + " "));
  }

  /// The verb and the arguments of one of the [#entries], as they were before they were escaped.
  public static List<String> fields(String entry) {
    List<String> fields = new ArrayList<>();
    for (String field : new String(entry.getBytes(ISO_8859_1), UTF_8).split(" ", -1)) {
      fields.add(
          field
              .replace("\\040", " ")
              .replace("\\011", "\t")
              .replace("\\012", "\n")
              .replace("\\134", "\\"));
    }
    return fields;
  }

  private static boolean isEntry(String line) {
    String[] words = line.split(" ", -1);
    Integer arguments = VERBS.get(words[0]);
    int count = words.length - 1;
    return arguments != null
        && line.indexOf('\0') < 0
        && (count == arguments || (arguments < 0 && count >= -arguments));
  }
}
