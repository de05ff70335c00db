package io.jcr.plugins.bench.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Points side by side, one group for each name on the x-axis. A point with an interval has a line
/// from one limit to the other. The y-axis is logarithmic if the values require it.
public final class DotChart {
  /// Limits of a value.
  public record Limits(double low, double high) {}

  private record Point(String group, double value, Optional<Limits> limits) {}

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<String> groups;
  private final Map<String, List<Point>> points = new LinkedHashMap<>();
  private final Map<String, String> colors = new LinkedHashMap<>();
  private boolean ratios;

  /// A chart without points yet.
  ///
  /// @param groups the names on the x-axis
  /// @param yTitle the title of the axis, with its unit
  public DotChart(String title, String xTitle, String yTitle, List<String> groups) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.groups = List.copyOf(groups);
  }

  /// The values are ratios: twice is as far above 1 as half is below, and 1 has a line.
  public DotChart ofRatios() {
    ratios = true;
    return this;
  }

  /// Adds a point.
  public void add(String label, String color, String group, double value, Optional<Limits> limits) {
    points.computeIfAbsent(label, key -> new ArrayList<>()).add(new Point(group, value, limits));
    colors.put(label, color);
  }

  /// The chart as an SVG file.
  public String svg() {
    Chart chart = new Chart(title, xTitle, yTitle, scale());
    chart.xNames(groups);
    if (ratios) {
      chart.svg().line("one", "#333", chart.xOf(0), chart.yOf(1), chart.xOf(1), chart.yOf(1));
    }
    List<String> labels = List.copyOf(points.keySet());
    for (String label : labels) {
      String color = colors.getOrDefault(label, "#333");
      for (Point point : points.getOrDefault(label, List.of())) {
        double inGroup = (labels.indexOf(label) + 1.0) / (labels.size() + 1);
        double x = chart.xOf((groups.indexOf(point.group()) + inGroup) / groups.size());
        point
            .limits()
            .ifPresent(l ->
                chart.svg().line("interval", color, x, chart.yOf(l.low()), x, chart.yOf(l.high())));
        String says = label + ", " + point.group() + ": " + Scale.label(rounded(point.value()));
        chart.svg().dot(color, x, chart.yOf(point.value()), says);
      }
      chart.explain(label, color);
    }
    return chart.end();
  }

  private static double rounded(double value) {
    return value == 0
        ? 0
        : new java.math.BigDecimal(value, new java.math.MathContext(3)).doubleValue();
  }

  private Scale scale() {
    List<Double> values = new ArrayList<>();
    for (List<Point> series : points.values()) {
      for (Point point : series) {
        values.add(point.value());
        point.limits().ifPresent(limits -> values.addAll(List.of(limits.low(), limits.high())));
      }
    }
    if (!ratios) {
      return Scale.of(values);
    }
    double least = values.stream().mapToDouble(v -> v).min().orElse(1);
    double most = values.stream().mapToDouble(v -> v).max().orElse(1);
    return Scale.logarithmic(Math.min(0.9, least), Math.max(1.1, most));
  }
}
