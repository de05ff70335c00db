package io.jcr.plugins.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// How `jcr matrix` prints its table.
enum MatrixFormat {
  TEXT {
    @Override
    void print(PrintStream out, List<String> axes, List<MatrixCell> cells) {
      List<List<String>> rows = rows(axes, cells);
      List<Integer> widths = new ArrayList<>();
      for (int column = 0; column < rows.getFirst().size() - 1; column++) {
        int index = column;
        widths.add(rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
      }
      for (List<String> row : rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.size(); column++) {
          line.append(row.get(column))
              .append(" ".repeat(widths.get(column) - row.get(column).length() + 2));
        }
        out.println(line.append(row.getLast()).toString().stripTrailing());
      }
    }
  },
  CSV {
    @Override
    void print(PrintStream out, List<String> axes, List<MatrixCell> cells) {
      for (List<String> row : rows(axes, cells)) {
        out.println(row.stream().map(MatrixFormat::quoted).collect(Collectors.joining(",")));
      }
    }
  },
  JSON {
    @Override
    void print(PrintStream out, List<String> axes, List<MatrixCell> cells) {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
        json.useDefaultPrettyPrinter();
        json.writeStartArray();
        for (MatrixCell cell : cells) {
          json.writeStartObject();
          for (String axis : axes) {
            json.writeStringField(axis, cell.backend(axis));
          }
          json.writeNumberField("exitStatus", cell.exitStatus());
          if (cell.launch().isPresent()) {
            json.writeNumberField("launchMs", cell.launch().getAsDouble());
          }
          if (cell.teardown().isPresent()) {
            json.writeNumberField("teardownMs", cell.teardown().getAsDouble());
          }
          json.writeStringField("message", cell.message());
          json.writeEndObject();
        }
        json.writeEndArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.println(text);
    }
  };

  /// Prints to `out`.
  abstract void print(PrintStream out, List<String> axes, List<MatrixCell> cells);

  private static List<List<String>> rows(List<String> axes, List<MatrixCell> cells) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(axes);
    head.addAll(List.of("exit", "launch_ms", "teardown_ms", "message"));
    rows.add(head);
    for (MatrixCell cell : cells) {
      List<String> row = new ArrayList<>(axes.stream().map(cell::backend).toList());
      row.add(String.valueOf(cell.exitStatus()));
      row.add(milliseconds(cell.launch()));
      row.add(milliseconds(cell.teardown()));
      row.add(cell.message());
      rows.add(row);
    }
    return rows;
  }

  private static String milliseconds(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : "-";
  }

  /// As RFC 4180 wants it.
  static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
