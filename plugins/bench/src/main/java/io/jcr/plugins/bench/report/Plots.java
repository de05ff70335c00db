package io.jcr.plugins.bench.report;

import io.jcr.api.UnsupportedException;
import io.jcr.plugins.bench.sample.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Pictures of the numbers, each as SVG and PNG. The name of one that shows an emulated machine
/// says so.
final class Plots {
  static final String DIRECTORY = "plots";
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 430;
  private static final double HUNDRED = 100;
  private static final String EMULATED = "vm-tcg";

  private final Path directory;
  private final Map<String, String> labels;

  /// @param directory of the report
  Plots(Path directory, Map<String, String> labels) throws IOException {
    this.directory = directory;
    this.labels = labels;
    Files.createDirectories(directory.resolve(DIRECTORY));
    System.setProperty("java.awt.headless", "true");
    FontsThere.check();
  }

  /// Which part of the values lies below x.
  Optional<Block.Figure> distribution(String name, String title, List<Series> all)
      throws IOException {
    List<Series> drawn = all.stream().filter(s -> s.values().size() > 1).toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    Metric metric = drawn.getFirst().metric();
    XYChart chart = lines(title, metric.text() + " (" + metric.unit() + ")", "share of runs (%)");
    for (Series series : drawn) {
      double[] sorted = series.percentiles().sorted();
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < sorted.length; i++) {
        double value = Math.max(metric.shown(sorted[i]), Double.MIN_NORMAL);
        x.addAll(List.of(value, value));
        y.addAll(List.of(HUNDRED * i / sorted.length, HUNDRED * (i + 1) / sorted.length));
      }
      addLine(chart, series.subject(), x, y);
    }
    spread(chart);
    String caption =
        title + ": which share of the runs was at least as fast; further left is faster";
    return Optional.of(save(chart, name, drawn, caption));
  }

  /// The same of single operations.
  Optional<Block.Figure> latencies(String name, String title, List<Series> all) throws IOException {
    List<Series> drawn = all.stream().filter(series -> series.latencies() != null).toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    XYChart chart = lines(title, "latency (µs)", "share of operations (%)");
    for (Series series : drawn) {
      Histogram histogram = java.util.Objects.requireNonNull(series.latencies());
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (double percent = 0; percent <= HUNDRED; percent++) {
        x.add(Math.max(1, histogram.getValueAtPercentile(percent)) / 1e3);
        y.add(percent);
      }
      addLine(chart, series.subject(), x, y);
    }
    spread(chart);
    return Optional.of(save(chart, name, drawn, title + ": further left is faster"));
  }

  /// Values in the order of the count.
  Optional<Block.Figure> growth(String name, String title, List<Series> all) throws IOException {
    List<Series> drawn = all.stream().filter(s -> s.values().size() > 1).toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    Metric metric = drawn.getFirst().metric();
    XYChart chart = lines(title, "instances alive", metric.text() + " (" + metric.unit() + ")");
    for (Series series : drawn) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (double value : series.values()) {
        x.add(x.size() + 1.0);
        y.add(Math.max(metric.shown(value), Double.MIN_NORMAL));
      }
      addLine(chart, series.subject(), x, y);
    }
    boolean wide = Axes.isWide(chart.getSeriesMap().values().stream().map(XYSeries::getYData));
    chart.getStyler().setYAxisLogarithmic(wide);
    return Optional.of(save(chart, name, drawn, title));
  }

  /// One bar for each subject and test: how the median compares with bare's.
  Optional<Block.Figure> ratios(
      String name, String title, List<String> tests, List<List<Series>> perTest, Results results)
      throws IOException {
    List<Series> drawn =
        perTest.stream()
            .flatMap(List::stream)
            .filter(series -> results.comparison(series).isPresent())
            .toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle("median : bare's (logarithmic)")
            .build();
    style(chart.getStyler());
    chart.getStyler().setErrorBarsColor(java.awt.Color.BLACK);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(Bars::label);
    // a test that bare did not finish has no bars
    List<String> compared =
        tests.stream()
            .filter(test -> drawn.stream().anyMatch(series -> series.test().equals(test)))
            .toList();
    for (String subject : drawn.stream().map(Series::subject).distinct().toList()) {
      Bars bars = Bars.of(subject, compared, drawn, results);
      CategorySeries drawnBars =
          chart.addSeries(label(subject), compared, bars.heights(), bars.halfWidths());
      drawnBars.setFillColor(color(subject));
    }
    String caption =
        title + ": medians divided by bare's; the lines have the width of the 95 % interval";
    return Optional.of(save(chart, name, drawn, caption));
  }

  private static XYChart lines(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    style(chart.getStyler());
    return chart;
  }

  private static void style(Styler styler) {
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setChartBackgroundColor(java.awt.Color.WHITE);
    styler.setDecimalPattern("#,##0.###");
  }

  /// Decades where there are some.
  private static void spread(XYChart chart) {
    boolean wide = Axes.isWide(chart.getSeriesMap().values().stream().map(XYSeries::getXData));
    chart.getStyler().setXAxisLogarithmic(wide);
  }

  private void addLine(XYChart chart, String subject, List<Double> x, List<Double> y) {
    XYSeries line = chart.addSeries(label(subject), x, y);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color(subject));
  }

  /// The same in all plots of a report.
  private java.awt.Color color(String subject) {
    int index = List.copyOf(labels.keySet()).indexOf(subject);
    return Palette.COLORS[Math.max(0, index) % Palette.COLORS.length];
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }

  private Block.Figure save(Chart<?, ?> chart, String name, List<Series> drawn, String caption)
      throws IOException {
    boolean emulated = drawn.stream().anyMatch(series -> series.subject().startsWith(EMULATED));
    String file = DIRECTORY + "/" + name + (emulated ? "-with-" + EMULATED : "");
    try {
      String path = directory.resolve(file).toString();
      VectorGraphicsEncoder.saveVectorGraphic(chart, path, VectorGraphicsFormat.SVG);
      Axes.shorten(directory.resolve(file + ".svg"));
      BitmapEncoder.saveBitmap(chart, path, BitmapEncoder.BitmapFormat.PNG);
    } catch (LinkageError e) {
      throw new UnsupportedException("bench", "plots: " + e.getMessage(), FontsThere.CURE);
    }
    String words = emulated ? caption + ". VM: software emulation (TCG)" : caption;
    return new Block.Figure(file + ".svg", words);
  }
}
