package io.jcr.plugins.bench.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What all plots have: a title, two axes whose titles state the unit, a grid and a legend.
final class Chart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 430;
  private static final int LEFT = 86;
  private static final int TOP = 40;
  private static final int RIGHT = 250;
  private static final int BOTTOM = 62;
  private static final String INK = "#333";
  private static final String GRID = "#e3e6ea";
  private static final int LEGEND_LINE = 20;

  private final Svg svg;
  private final Scale y;
  private final Map<String, String> legend = new LinkedHashMap<>();

  Chart(String title, String xTitle, String yTitle, Scale y) {
    this.y = y;
    svg = new Svg(WIDTH, HEIGHT, title);
    svg.words("title", "middle", left() + width() / 2, TOP - 16, title);
    svg.words("axis-title x", "middle", left() + width() / 2, HEIGHT - 12, xTitle);
    svg.upwards("axis-title y", 18, TOP + height() / 2, yTitle);
    for (double tick : y.ticks()) {
      svg.line("grid", GRID, left(), yOf(tick), left() + width(), yOf(tick));
      svg.words("tick y", "end", left() - 8, yOf(tick) + 4, Scale.label(tick));
    }
  }

  /// Ticks of a numeric axis.
  void xTicks(Scale x) {
    for (double tick : x.ticks()) {
      double at = xOf(x.position(tick));
      svg.line("grid", GRID, at, TOP, at, TOP + height());
      svg.words("tick x", "middle", at, TOP + height() + 18, Scale.label(tick));
    }
  }

  /// Names instead of numbers. If there are many, every second one is placed lower.
  void xNames(List<String> names) {
    boolean staggered = names.size() > 5;
    for (int i = 0; i < names.size(); i++) {
      double at = xOf((i + 0.5) / names.size());
      int lower = staggered && i % 2 == 1 ? 15 : 0;
      svg.words("tick x", "middle", at, TOP + height() + 17 + lower, names.get(i));
    }
  }

  Svg svg() {
    return svg;
  }

  double xOf(double position) {
    return left() + position * width();
  }

  double yOf(double value) {
    return TOP + height() * (1 - y.position(value));
  }

  void explain(String label, String color) {
    legend.put(label, color);
  }

  String end() {
    svg.line("axis", INK, left(), TOP, left(), TOP + height());
    svg.line("axis", INK, left(), TOP + height(), left() + width(), TOP + height());
    double at = TOP + 8;
    for (Map.Entry<String, String> entry : legend.entrySet()) {
      svg.dot(entry.getValue(), left() + width() + 18, at, entry.getKey());
      svg.words("legend", "start", left() + width() + 30, at + 4, entry.getKey());
      at += LEGEND_LINE;
    }
    return svg.end();
  }

  private static double left() {
    return LEFT;
  }

  private static double width() {
    return WIDTH - LEFT - RIGHT;
  }

  private static double height() {
    return HEIGHT - TOP - BOTTOM;
  }
}
