package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.scene.Picture;
import java.util.List;
import java.util.Locale;

/// A bar for each attempt, and a line where the limit is.
final class GaugeFigure {
  private static final double LEFT = 100;
  private static final double LENGTH = 320;

  private GaugeFigure() {}

  static String draw(Picture.Gauge gauge, Evidence evidence) {
    List<Observation> all = evidence.observations();
    double most = all.stream().mapToDouble(seen -> value(gauge, seen)).max().orElse(0);
    double scale = LENGTH / Math.max(most, gauge.limit() * 1.2);
    Drawing drawing = new Drawing();
    double y = 34;
    for (Observation seen : all) {
      double value = value(gauge, seen);
      drawing.text(0, y + 20, "bold", Markup.cut(seen.way(), 14));
      drawing.box(LEFT, y, Math.max(2, value * scale), 30, seen.control() ? "three" : "one");
      drawing.text(
          LEFT + Math.max(value, value > gauge.limit() ? 0 : gauge.limit()) * scale + 8,
          y + 20,
          "mono",
          Markup.cut(seen.fact(gauge.fact()) + " " + gauge.unit(), 16));
      y += 44;
    }
    double limit = LEFT + gauge.limit() * scale;
    drawing.line(limit, 22, limit, y - 6, "mark");
    drawing.centred(limit, 16, "marked", "limit " + number(gauge.limit()) + " " + gauge.unit());
    return drawing.svg(y, "how far the program got, with and without the limit");
  }

  private static double value(Picture.Gauge gauge, Observation seen) {
    String text = seen.fact(gauge.fact());
    return text.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
