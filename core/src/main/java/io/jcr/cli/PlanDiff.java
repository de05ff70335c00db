package io.jcr.cli;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import io.jcr.runtime.Plan;
import java.util.List;
import java.util.Locale;

/// Two plans side by side, the steps that only one of them has marked.
final class PlanDiff {
  private static final int DEFAULT_WIDTH = 160;
  private static final int MIN_COLUMN = 30;
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String RESET = "\u001b[0m";

  private final Plan first;
  private final Plan second;
  private final TwoCommands commands;

  private PlanDiff(Plan first, Plan second, TwoCommands commands) {
    this.first = first;
    this.second = second;
    this.commands = commands;
  }

  static PlanDiff of(Plan first, Plan second, TwoCommands commands) {
    return new PlanDiff(first, second, commands);
  }

  void print(OutputFormat format, boolean coloured) {
    switch (format) {
      case TEXT -> System.out.print(text(width(), coloured));
      case JSON -> printJson();
    }
  }

  /// The table, `width` columns wide.
  String text(int width, boolean coloured) {
    int column = Math.max(MIN_COLUMN, (width - 5) / 2);
    StringBuilder text = new StringBuilder();
    row(text, "  ", commands.firstLabel(), commands.secondLabel(), column, "", "");
    row(text, "  ", "-".repeat(column), "-".repeat(column), column, "", "");
    for (DiffRow row : rows()) {
      String mark =
          switch (row.getTag()) {
            case EQUAL -> "  ";
            case INSERT -> "+ ";
            case DELETE -> "- ";
            case CHANGE -> "! ";
          };
      boolean same = row.getTag() == DiffRow.Tag.EQUAL || !coloured;
      row(
          text,
          mark,
          row.getOldLine(),
          row.getNewLine(),
          column,
          same ? "" : RED,
          same ? "" : GREEN);
    }
    return text.toString();
  }

  private List<DiffRow> rows() {
    return DiffRowGenerator.create()
        .lineNormalizer(line -> line)
        .build()
        .generateDiffRows(PlanText.lines(first), PlanText.lines(second));
  }

  private static void row(
      StringBuilder text,
      String mark,
      String left,
      String right,
      int column,
      String leftColour,
      String rightColour) {
    String shape = "%-" + column + "s";
    text.append(mark)
        .append(leftColour)
        .append(String.format(Locale.ROOT, shape, cut(left, column)))
        .append(leftColour.isEmpty() ? "" : RESET)
        .append(" | ")
        .append(rightColour)
        .append(cut(right, column))
        .append(rightColour.isEmpty() ? "" : RESET)
        .append('\n');
  }

  private static String cut(String line, int column) {
    return line.length() <= column ? line : line.substring(0, column - 1) + "…";
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("\\d{2,4}")
        ? Integer.parseInt(columns)
        : DEFAULT_WIDTH;
  }

  private void printJson() {
    JsonOutput.print(json -> {
      json.writeStartArray();
      PlanJson.write(first, json);
      PlanJson.write(second, json);
      json.writeEndArray();
    });
  }
}
