package io.jcr.plugins.demo.html;

import java.util.Locale;

/// A drawing of a fixed width, built from top to bottom. Colours come from the page's style sheet.
final class Drawing {
  static final int WIDTH = 520;

  private final StringBuilder shapes = new StringBuilder();

  Drawing box(double x, double y, double width, double height, String classes) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"7\" class=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            classes));
    return this;
  }

  Drawing text(double x, double y, String classes, String text) {
    return text(x, y, "start", classes, text);
  }

  Drawing centred(double x, double y, String classes, String text) {
    return text(x, y, "middle", classes, text);
  }

  private Drawing text(double x, double y, String anchor, String classes, String text) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            classes,
            Markup.escape(text)));
    return this;
  }

  Drawing line(double x1, double y1, double x2, double y2, String classes) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1f L%.1f %.1f\" class=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            classes));
    return this;
  }

  /// A head at the end of a horizontal arrow.
  Drawing head(double x, double y, boolean toTheRight) {
    double back = toTheRight ? x - 8 : x + 8;
    shapes.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1f L%.1f %.1f L%.1f %.1f\" class=\"wire\"/>%n",
            back,
            y - 5,
            x,
            y,
            back,
            y + 5));
    return this;
  }

  /// The drawing.
  ///
  /// @param says the same in words, for those who cannot see it
  String svg(double height, String says) {
    return String.format(
        Locale.ROOT,
        "<figure><svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"%s\">%n%s</svg></figure>%n",
        WIDTH,
        height,
        Markup.escape(says),
        shapes);
  }
}
