package io.jcr.plugins.demo.html;

/// Escapes and shortens text for HTML and SVG.
final class Markup {
  private Markup() {}

  /// Escapes text for use in an element or in a double-quoted attribute value.
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

  /// At most this many characters.
  static String cut(String text, int most) {
    String plain = text.strip().replaceAll("\\s+", " ");
    return plain.length() <= most ? plain : plain.substring(0, most - 1) + "…";
  }
}
