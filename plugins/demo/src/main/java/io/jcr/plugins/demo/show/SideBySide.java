package io.jcr.plugins.demo.show;

import io.jcr.plugins.demo.model.Line;
import io.jcr.plugins.demo.model.View;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/// Views side by side in a frame, or one below the other when there is not enough room.
///
/// @param width columns of the terminal
/// @param paint its colours
record SideBySide(int width, Paint paint) {
  private static final int LONGEST = 14;
  private static final int NARROWEST = 24;

  /// A cell of one line, wide enough for its column.
  private record Cell(String text, boolean typed) {}

  List<String> draw(List<View> views) {
    int inner = (width - 1 - views.size() * 3) / views.size();
    if (inner < NARROWEST && views.size() > 1) {
      return views.stream().flatMap(view -> draw(List.of(view)).stream()).toList();
    }
    List<List<Cell>> columns = views.stream().map(view -> cells(view, inner)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(edge("┌─", "┬─", "┐", views.stream().map(View::title).toList(), inner));
    int height = columns.stream().mapToInt(List::size).max().orElse(0);
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder(paint.faint("│"));
      for (List<Cell> column : columns) {
        Cell cell = row < column.size() ? column.get(row) : new Cell("", false);
        String padded = pad(cell.text(), inner);
        line.append(' ').append(cell.typed() ? paint.command(padded) : padded);
        line.append(' ').append(paint.faint("│"));
      }
      lines.add(line.toString());
    }
    lines.add(edge("└─", "┴─", "┘", views.stream().map(_ -> "").toList(), inner));
    return lines;
  }

  private String edge(String left, String middle, String right, List<String> titles, int inner) {
    StringBuilder line = new StringBuilder();
    for (String title : titles) {
      line.append(paint.faint(line.isEmpty() ? left : middle));
      String shown = title.isEmpty() ? "" : " " + cut(title, inner - 2) + " ";
      line.append(paint.heading(shown));
      line.append(paint.faint("─".repeat(inner + 1 - columns(shown))));
    }
    return line.append(paint.faint(right)).toString();
  }

  private static List<Cell> cells(View view, int inner) {
    List<Cell> cells = new ArrayList<>();
    int said = 0;
    int silent = 0;
    for (Line line : view.lines()) {
      boolean typed = line.kind() == Line.Kind.TYPED;
      said = typed ? 0 : said + 1;
      if (said > LONGEST) {
        silent++;
        continue;
      }
      silent = tell(cells, silent);
      String text = typed ? view.prompt() + " " + line.text() : line.text();
      wrap(text, inner).forEach(part -> cells.add(new Cell(part, typed)));
    }
    tell(cells, silent);
    return cells;
  }

  private static int tell(List<Cell> cells, int silent) {
    if (silent > 0) {
      cells.add(new Cell("… " + silent + " more", false));
    }
    return 0;
  }

  /// The text in pieces of at most this many columns. A tab becomes a blank, and characters that
  /// would control the terminal are shown as dots.
  static List<String> wrap(String text, int columns) {
    String plain = text.replace('\t', ' ').replaceAll("\\p{Cntrl}", "·");
    if (plain.isEmpty()) {
      return List.of("");
    }
    return new AttributedString(plain)
        .columnSplitLength(columns).stream().map(AttributedString::toString).toList();
  }

  static int columns(String text) {
    return new AttributedString(text).columnLength();
  }

  private static String cut(String text, int columns) {
    return wrap(text, Math.max(1, columns)).getFirst();
  }

  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - columns(text)));
  }
}
