package io.jcr.cli;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.linux.Libc;
import io.jcr.runtime.Plan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Two plans side by side, the steps that only one of them has marked.
final class PlanDiff {
  private static final int DEFAULT_WIDTH = 160;
  private static final int MIN_COLUMN = 30;
  private static final String CONTINUED = " ".repeat(6);
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

  /// Prints it: in colours on a terminal, and as wide as that.
  void print(OutputFormat format, Session session, Libc libc) {
    switch (format) {
      case TEXT ->
          session.out().print(text(width(session, libc), libc.isatty(session.descriptors().out())));
      case JSON -> printJson(session.out());
    }
  }

  /// The table, `width` columns wide.
  String text(int width, boolean coloured) {
    Table table = new Table(Math.max(MIN_COLUMN, (width - 5) / 2), coloured);
    table.same(commands.firstLabel(), commands.secondLabel());
    table.same("-".repeat(table.column), "-".repeat(table.column));
    for (DiffRow row : rows()) {
      switch (row.getTag()) {
        case EQUAL -> table.same(row.getOldLine(), row.getNewLine());
        case INSERT -> table.different("+ ", row);
        case DELETE -> table.different("- ", row);
        case CHANGE -> table.different("! ", row);
      }
    }
    return table.text.toString();
  }

  private List<DiffRow> rows() {
    return DiffRowGenerator.create()
        .lineNormalizer(line -> line)
        .build()
        .generateDiffRows(PlanText.lines(first), PlanText.lines(second));
  }

  /// Two columns of a width.
  private record Table(int column, boolean coloured, StringBuilder text) {
    Table(int column, boolean coloured) {
      this(column, coloured, new StringBuilder());
    }

    /// In one line, whatever gets lost.
    void same(String left, String right) {
      line("  ", cut(left), cut(right));
    }

    /// In as many lines as it takes: what differs may be at the end.
    void different(String mark, DiffRow row) {
      List<String> left = wrapped(row.getOldLine());
      List<String> right = wrapped(row.getNewLine());
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        line(
            i == 0 ? mark : "  ",
            painted(RED, i < left.size() ? left.get(i) : "", column),
            painted(GREEN, i < right.size() ? right.get(i) : "", 0));
      }
    }

    private void line(String mark, String left, String right) {
      text.append(mark).append(padded(left, column)).append(" | ").append(right).append('\n');
    }

    private String painted(String colour, String words, int width) {
      return coloured && !words.isEmpty() ? colour + padded(words, width) + RESET : words;
    }

    private static String padded(String words, int width) {
      return words + " ".repeat(Math.max(0, width - words.length()));
    }

    private String cut(String words) {
      return words.length() <= column ? words : words.substring(0, column - 1) + "…";
    }

    private List<String> wrapped(String words) {
      List<String> lines = new ArrayList<>();
      String rest = words;
      while (rest.length() > column) {
        lines.add(rest.substring(0, column));
        rest = CONTINUED + rest.substring(column);
      }
      lines.add(rest);
      return lines;
    }
  }

  private static int width(Session session, Libc libc) {
    String columns = session.variable("COLUMNS");
    if (columns != null && columns.matches("\\d{2,4}")) {
      return Integer.parseInt(columns);
    }
    int terminal = libc.columns(session.descriptors().out());
    return terminal > 0 ? terminal : DEFAULT_WIDTH;
  }

  private void printJson(PrintStream out) {
    JsonOutput.print(
        out,
        json -> {
          json.writeStartArray();
          PlanJson.write(first, json);
          PlanJson.write(second, json);
          json.writeEndArray();
        });
  }
}
