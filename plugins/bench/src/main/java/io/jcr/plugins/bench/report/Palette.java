package io.jcr.plugins.bench.report;

import java.util.List;

/// Colours that people with common kinds of colour blindness can tell apart (Okabe and Ito), and
/// greys.
final class Palette {
  private static final List<String> COLORS =
      List.of(
          "#555555", "#AAAAAA", "#0072B2", "#56B4E9", "#009E73", "#D55E00", "#E69F00", "#CC79A7",
          "#B8A800", "#7B3294", "#8C510A", "#01665E", "#D6336C", "#2B2B8F", "#7CB342");

  private Palette() {}

  static String color(int index) {
    return COLORS.get(Math.max(0, index) % COLORS.size());
  }
}
