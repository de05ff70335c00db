package io.jcr.plugins.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The report as one HTML file: plots are embedded, and nothing is loaded from elsewhere.
final class HtmlPage {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern NUMBER = Pattern.compile("[-–0-9].*");

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>TITLE</title>
      <style>
      :root { color-scheme: light; }
      body { margin: 0 auto; max-width: 62rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; }
      h1 { font-size: 1.7rem; line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #d0d7de; }
      h3 { margin-top: 1.8rem; }
      .wide { overflow-x: auto; margin: 1rem 0; }
      table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
      td:last-child { min-width: 8rem; }
      th, td { padding: .25rem .6rem; border-bottom: 1px solid #d8dee4; text-align: left; vertical-align: top; }
      th { background: #f3f5f7; white-space: nowrap; } td.n { text-align: right; white-space: nowrap; }
      figure { margin: 1rem 0; overflow-x: auto; } figure svg { width: 100%; min-width: 34rem; height: auto; display: block; }
      td code { white-space: nowrap; } td:last-child code { white-space: normal; }
      figcaption { font-size: .88rem; color: #57606a; } code { background: #f3f5f7; padding: 0 .2em; overflow-wrap: anywhere; }
      li { margin: .2rem 0; }
      </style>
      </head>
      <body>
      """;

  private final Path directory;

  /// @param directory where the plots are
  HtmlPage(Path directory) {
    this.directory = directory;
  }

  String of(String title, List<Block> blocks) throws IOException {
    StringBuilder page = new StringBuilder(HEAD.replace("TITLE", escape(title)));
    for (Block block : blocks) {
      page.append(text(block)).append('\n');
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private String text(Block block) throws IOException {
    return switch (block) {
      case Block.Heading heading ->
          String.format("<h%d>%s</h%1$d>", heading.level(), inline(heading.text()));
      case Block.Paragraph paragraph -> "<p>" + inline(paragraph.text()) + "</p>";
      case Block.Bullets bullets ->
          "<ul>\n<li>"
              + String.join("</li>\n<li>", bullets.items().stream().map(HtmlPage::inline).toList())
              + "</li>\n</ul>";
      case Block.Table table -> table(table);
      case Block.Figure figure -> figure(figure);
    };
  }

  private static String table(Block.Table table) {
    StringBuilder text = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr>");
    table.heads().forEach(head -> text.append("<th>").append(inline(head)).append("</th>"));
    text.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      text.append("<tr>");
      for (String cell : row) {
        boolean number = NUMBER.matcher(cell).matches();
        text.append(number ? "<td class=\"n\">" : "<td>").append(inline(cell)).append("</td>");
      }
      text.append("</tr>\n");
    }
    return text.append("</tbody>\n</table></div>").toString();
  }

  /// The image itself, without the XML declaration and document type, which HTML does not allow.
  private String figure(Block.Figure figure) throws IOException {
    String svg = Files.readString(directory.resolve(figure.svg()));
    String element = svg.substring(svg.indexOf("<svg"));
    return "<figure role=\"img\" aria-label=\""
        + escape(figure.caption())
        + "\">\n"
        + (element + "<figcaption>" + inline(figure.caption()) + "</figcaption>\n</figure>");
  }

  private static String inline(String text) {
    return CODE.matcher(escape(text)).replaceAll("<code>$1</code>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
