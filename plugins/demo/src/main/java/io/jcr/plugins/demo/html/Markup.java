package io.jcr.plugins.demo.html;

/// Text in HTML and SVG.
final class Markup {
  private Markup() {}

  /// Text as the content of an element or the value of an attribute in double quotes.
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n', '\t' -> safe.append(c);
        default -> safe.append(c < ' ' || c == 0x7f ? '·' : c);
      }
    }
    return safe.toString();
  }

  /// At most so many characters.
  static String cut(String text, int most) {
    String plain = text.strip().replaceAll("\\s+", " ");
    return plain.length() <= most ? plain : plain.substring(0, most - 1) + "…";
  }
}
