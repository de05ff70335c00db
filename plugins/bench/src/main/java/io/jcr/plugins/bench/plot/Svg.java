package io.jcr.plugins.bench.plot;

import java.util.Locale;

/// An SVG file, written element by element. Coordinates are rounded to a tenth of a point.
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /// With a white background.
  Svg(int width, int height, String title) {
    text.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">
            <title>%s</title>
            <rect width="%1$d" height="%2$d" fill="#fff"/>
            """,
            width,
            height,
            escape(title)));
  }

  void line(String kind, String color, double x1, double y1, double x2, double y2) {
    text.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" stroke=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n",
            kind,
            color,
            number(x1),
            number(y1),
            number(x2),
            number(y2)));
  }

  void dot(String color, double x, double y, String says) {
    text.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"point\" fill=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s</title></circle>%n",
            color,
            number(x),
            number(y),
            escape(says)));
  }

  /// @param points `x,y x,y …`
  void curve(String color, String points, String says) {
    text.append(
        String.format(
            Locale.ROOT,
            "<polyline class=\"curve\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" points=\"%s\"><title>%s</title></polyline>%n",
            color,
            points,
            escape(says)));
  }

  /// @param anchor start, middle or end
  void words(String kind, String anchor, double x, double y, String words) {
    text.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>%n",
            kind,
            anchor,
            number(x),
            number(y),
            escape(words)));
  }

  /// From bottom to top.
  void upwards(String kind, double x, double y, String words) {
    text.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" text-anchor=\"middle\" transform=\"translate(%s %s) rotate(-90)\">%s</text>%n",
            kind,
            number(x),
            number(y),
            escape(words)));
  }

  String end() {
    return text + "</svg>\n";
  }

  static String number(double value) {
    String fixed = String.format(Locale.ROOT, "%.1f", value);
    return fixed.endsWith(".0") ? fixed.substring(0, fixed.length() - 2) : fixed;
  }

  private static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
