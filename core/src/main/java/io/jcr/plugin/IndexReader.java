package io.jcr.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// Reads the text of a [FolderIndex]. Every run does this in a JVM that still interprets its
/// bytecode, and most of the index is about jars that the run does not need. So this reads bytes
/// and creates as few objects as possible.
final class IndexReader {
  private final byte[] text;
  private final int end;
  private int at;

  private IndexReader(byte[] text, int at, int end) {
    this.text = text;
    this.at = at;
    this.end = end;
  }

  /// What an index says about the jars that have not changed since.
  ///
  /// @param end where the text ends
  /// @param header the expected first line
  /// @param jars in the order in which the text was written
  /// @return nothing when the text is for another version or folder
  static FolderIndex read(byte[] text, int end, String header, List<FoundJar> jars) {
    FolderIndex index = new FolderIndex();
    int begin = header.length();
    if (end < begin || !new String(text, 0, begin, ISO_8859_1).equals(header)) {
      return index;
    }
    IndexReader reader = new IndexReader(text, begin, end);
    int next = 0;
    while (reader.at < end) {
      reader.word(); // jar
      int found = position(reader.word(), jars, next);
      boolean same = found >= 0 && reader.isStampOf(jars.get(found));
      if (same) {
        index.put(jars.get(found), reader.description());
      } else {
        reader.skipDescription();
      }
      next = found >= 0 ? found + 1 : next;
    }
    return index;
  }

  private static int position(String name, List<FoundJar> jars, int from) {
    for (int index = from; index < jars.size(); index++) {
      if (jars.get(index).name().equals(name)) {
        return index;
      }
    }
    return -1;
  }

  /// Skips to the end of the line.
  private boolean isStampOf(FoundJar jar) {
    long size = number();
    long modified = number();
    long libraries = number();
    return size == jar.size() && modified == jar.modified() && libraries == jar.libraries();
  }

  private PluginDescription description() {
    String[] plugin = new String[] {"", "", "", "", ""};
    List<String> problems = List.of();
    List<String> notes = List.of();
    List<PluginDescription.Service> services = new ArrayList<>(1);
    while (at < end && text[at] != 'j') {
      char kind = (char) text[at + 1];
      skipWord();
      if (kind == 'l') { // plugin
        for (int index = 0; index < plugin.length; index++) {
          plugin[index] = word();
        }
      } else if (kind == 'e') { // service
        services.add(new PluginDescription.Service(word(), word(), word(), word()));
      } else if (kind == 'r') { // problem
        problems = and(problems, word());
      } else { // note
        notes = and(notes, word());
      }
    }
    return new PluginDescription(
        plugin[0], plugin[1], plugin[2], plugin[3], plugin[4], problems, notes, services);
  }

  private static List<String> and(List<String> words, String word) {
    List<String> all = new ArrayList<>(words);
    all.add(word);
    return all;
  }

  private void skipDescription() {
    while (at < end && text[at] != 'j') {
      skipLine();
    }
  }

  private void skipLine() {
    while (text[at++] != '\n') {
      // go on
    }
  }

  private void skipWord() {
    while (text[at] != '\t' && text[at] != '\n') {
      at++;
    }
    at++;
  }

  private String word() {
    byte[] bytes = text; // local variables are cheaper than fields in the interpreter
    int from = at;
    int to = from;
    boolean escaped = false;
    for (byte c = bytes[to]; c != '\t' && c != '\n'; c = bytes[++to]) {
      if (c == '\\') {
        escaped = true;
      }
    }
    at = to + 1;
    String word = new String(bytes, from, to - from, ISO_8859_1);
    return escaped ? FolderIndex.plain(word) : word;
  }

  private long number() {
    long number = 0;
    byte c = text[at++];
    while (c != '\t' && c != '\n') {
      number = number * 10 + (c - '0');
      c = text[at++];
    }
    return number;
  }
}
