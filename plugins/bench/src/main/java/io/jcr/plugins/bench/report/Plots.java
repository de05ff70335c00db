package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.plot.DotChart;
import io.jcr.plugins.bench.plot.LineChart;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// Plots of the numbers. The name of one that shows an emulated machine says so.
final class Plots {
  static final String DIRECTORY = "plots";
  private static final double HUNDRED = 100;
  private static final double MICRO = 1e3;
  private static final String EMULATED = "vm-tcg";

  private final Path directory;
  private final Map<String, String> labels;

  /// @param directory of the report
  Plots(Path directory, Map<String, String> labels) throws IOException {
    this.directory = directory;
    this.labels = labels;
    Files.createDirectories(directory.resolve(DIRECTORY));
  }

  /// Which share of the values lies below x.
  Optional<Block.Figure> distribution(String name, String title, List<Series> all)
      throws IOException {
    List<Series> drawn = several(all);
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    LineChart chart = new LineChart(title, axis(drawn.getFirst().metric()), "share of runs (%)");
    for (Series series : drawn) {
      double[] sorted = series.percentiles().sorted();
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < sorted.length; i++) {
        double value = series.metric().shown(sorted[i]);
        x.addAll(List.of(value, value));
        y.addAll(List.of(HUNDRED * i / sorted.length, HUNDRED * (i + 1) / sorted.length));
      }
      chart.add(label(series.subject()), color(series.subject()), x, y);
    }
    String caption = title + ": share of runs that were at least as fast; further left is faster";
    return Optional.of(save(chart.svgOfShares(), name, drawn, caption));
  }

  /// The same for single operations.
  Optional<Block.Figure> latencies(String name, String title, List<Series> all) throws IOException {
    List<Series> drawn = all.stream().filter(series -> series.latencies() != null).toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    LineChart chart = new LineChart(title, "latency (µs)", "share of operations (%)");
    for (Series series : drawn) {
      Histogram histogram = Objects.requireNonNull(series.latencies());
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (double percent = 0; percent <= HUNDRED; percent++) {
        x.add(Math.max(1, histogram.getValueAtPercentile(percent)) / MICRO);
        y.add(percent);
      }
      chart.add(label(series.subject()), color(series.subject()), x, y);
    }
    String caption = title + ": further left is faster";
    return Optional.of(save(chart.svgOfShares(), name, drawn, caption));
  }

  /// The median, over the rounds, of the n-th start, plotted over n.
  Optional<Block.Figure> growth(String name, String title, List<Series> all) throws IOException {
    List<Series> drawn = several(all);
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    Metric metric = drawn.getFirst().metric();
    LineChart chart = new LineChart(title, "instances alive", axis(metric));
    for (Series series : drawn) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      series
          .byIndex()
          .forEach((index, value) -> {
            x.add((double) index);
            y.add(metric.shown(value));
          });
      chart.add(label(series.subject()), color(series.subject()), x, y);
    }
    return Optional.of(save(chart.svg(), name, drawn, title));
  }

  /// One point for each subject: the median of its values.
  Optional<Block.Figure> medians(String name, String title, List<List<Series>> perMetric)
      throws IOException {
    List<Series> drawn =
        perMetric.stream().flatMap(List::stream).filter(series -> series.median() > 0).toList();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    Metric first = drawn.getFirst().metric();
    List<String> groups = drawn.stream().map(s -> s.metric().text()).distinct().toList();
    DotChart chart = new DotChart(title, "how memory is counted", unit("median", first), groups);
    for (Series series : drawn) {
      double median = series.metric().shown(series.median());
      chart.add(
          label(series.subject()),
          color(series.subject()),
          series.metric().text(),
          median,
          Optional.empty());
    }
    return Optional.of(save(chart.svg(), name, drawn, title + ": medians; lower means less"));
  }

  /// One point for each subject and test: how it compares with bare.
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
    // a test that bare did not finish has no points
    List<String> compared =
        tests.stream()
            .filter(test -> drawn.stream().anyMatch(series -> series.test().equals(test)))
            .toList();
    DotChart chart =
        new DotChart(title, "test", "times bare (ratio, no unit)", compared).ofRatios();
    for (Series series : drawn) {
      Ratio ratio = results.comparison(series).orElseThrow().ratio();
      chart.add(
          label(series.subject()),
          color(series.subject()),
          series.test(),
          ratio.value(),
          ratio.interval().map(i -> new DotChart.Limits(i.low(), i.high())));
    }
    String caption = title + "; lines are 95 % intervals, omitted if there are too few rounds";
    return Optional.of(save(chart.svg(), name, drawn, caption));
  }

  private static List<Series> several(List<Series> all) {
    return all.stream().filter(series -> series.values().size() > 1).toList();
  }

  private static String axis(Metric metric) {
    return unit(metric.text(), metric);
  }

  private static String unit(String words, Metric metric) {
    return metric.unit().isEmpty() ? words : words + " (" + metric.unit() + ")";
  }

  /// The same in all plots of a report.
  private String color(String subject) {
    return Palette.color(List.copyOf(labels.keySet()).indexOf(subject));
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }

  private Block.Figure save(String svg, String name, List<Series> drawn, String caption)
      throws IOException {
    boolean emulated = drawn.stream().anyMatch(series -> series.subject().startsWith(EMULATED));
    String file = DIRECTORY + "/" + name + (emulated ? "-with-" + EMULATED : "") + ".svg";
    Files.writeString(directory.resolve(file), svg);
    String words = emulated ? caption + ". VM: software emulation (TCG)" : caption;
    return new Block.Figure(file, words);
  }
}
