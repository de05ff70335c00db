package io.jcr.plugins.bench.report;

import java.util.List;

/// A part of the report, before it becomes Markdown or HTML.
sealed interface Block {
  /// A heading.
  ///
  /// @param level 1 is the title
  record Heading(int level, String text) implements Block {}

  /// Sentences.
  record Paragraph(String text) implements Block {}

  /// A list.
  record Bullets(List<String> items) implements Block {}

  /// A table.
  ///
  /// @param rows the cells of each row, as many as there are headings
  record Table(List<String> heads, List<List<String>> rows) implements Block {}

  /// A plot.
  ///
  /// @param svg name of the file below the report's directory
  record Figure(String svg, String caption) implements Block {}
}
