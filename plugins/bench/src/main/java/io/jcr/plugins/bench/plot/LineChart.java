package io.jcr.plugins.bench.plot;

import java.util.ArrayList;
import java.util.List;

/// Curves over a numeric axis. Both axes are logarithmic if their values require it.
public final class LineChart {
  private final List<Curve> curves = new ArrayList<>();
  private final String title;
  private final String xTitle;
  private final String yTitle;

  private record Curve(String label, String color, List<Double> x, List<Double> y) {}

  /// A chart without curves yet.
  ///
  /// @param xTitle the title of the axis, with its unit
  /// @param yTitle likewise
  public LineChart(String title, String xTitle, String yTitle) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
  }

  /// Adds a curve; `x` and `y` have the same number of values.
  public void add(String label, String color, List<Double> x, List<Double> y) {
    if (x.size() != y.size() || x.isEmpty()) {
      throw new IllegalArgumentException(label + ": " + x.size() + " and " + y.size() + " values");
    }
    curves.add(new Curve(label, color, List.copyOf(x), List.copyOf(y)));
  }

  /// The chart as an SVG file.
  public String svg() {
    Scale x = Scale.of(curves.stream().flatMap(curve -> curve.x().stream()).toList());
    Scale y = Scale.of(curves.stream().flatMap(curve -> curve.y().stream()).toList());
    return draw(x, y);
  }

  /// The chart as an SVG file, with percentages on the y-axis.
  public String svgOfShares() {
    Scale x = Scale.of(curves.stream().flatMap(curve -> curve.x().stream()).toList());
    return draw(x, new Scale(0, 100, false));
  }

  private String draw(Scale x, Scale y) {
    Chart chart = new Chart(title, xTitle, yTitle, y);
    chart.xTicks(x);
    for (Curve curve : curves) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < curve.x().size(); i++) {
        double at = chart.xOf(x.position(curve.x().get(i)));
        points.append(i == 0 ? "" : " ").append(Svg.number(at));
        points.append(',').append(Svg.number(chart.yOf(curve.y().get(i))));
      }
      chart.svg().curve(curve.color(), points.toString(), curve.label());
      chart.explain(curve.label(), curve.color());
    }
    return chart.end();
  }
}
