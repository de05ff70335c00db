package io.jcr.cli.option;

import java.util.ArrayList;
import java.util.List;

/// A table for people: columns as wide as their widest cell, three blanks between them.
public final class TextTable {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /// A table with these titles.
  public TextTable(String... titles) {
    this(List.of(titles));
  }

  /// The same.
  public TextTable(List<String> titles) {
    rows.add(List.copyOf(titles));
  }

  /// Adds a row with as many cells as there are titles.
  public void row(String... cells) {
    row(List.of(cells));
  }

  /// The same.
  public void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /// The table with a line's end behind each row.
  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length()).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
