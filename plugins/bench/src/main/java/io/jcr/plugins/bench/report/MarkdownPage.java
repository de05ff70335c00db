package io.jcr.plugins.bench.report;

import java.util.Collections;
import java.util.List;

/// The report as Markdown, with plots as links to their files.
final class MarkdownPage {
  private MarkdownPage() {}

  static String of(List<Block> blocks) {
    StringBuilder page = new StringBuilder();
    blocks.forEach(block -> page.append(text(block)).append("\n\n"));
    return page.toString().stripTrailing() + "\n";
  }

  private static String text(Block block) {
    return switch (block) {
      case Block.Heading heading -> "#".repeat(heading.level()) + " " + heading.text();
      case Block.Paragraph paragraph -> paragraph.text();
      case Block.Bullets bullets -> "- " + String.join("\n- ", bullets.items());
      case Block.Table table -> table(table);
      case Block.Figure figure -> "![" + figure.caption() + "](" + figure.svg() + ")";
    };
  }

  private static String table(Block.Table table) {
    StringBuilder text = new StringBuilder(row(table.heads()));
    List<String> line = Collections.nCopies(table.heads().size(), "---");
    text.append('\n').append(row(line));
    table.rows().forEach(cells -> text.append('\n').append(row(cells)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    List<String> escaped = cells.stream().map(cell -> cell.replace("|", "\\|")).toList();
    return "| " + String.join(" | ", escaped) + " |";
  }
}
