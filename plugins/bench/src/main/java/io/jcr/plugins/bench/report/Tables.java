package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// The numbers of a test.
final class Tables {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final String NONE = "–";
  private static final List<Double> PERCENTS = List.of(50.0, 90.0, 99.0);

  private final Results results;
  private final Map<String, String> labels;

  Tables(Results results, Map<String, String> labels) {
    this.results = results;
    this.labels = labels;
  }

  /// One metric of all subjects, with the comparison to bare if there is one.
  Block.Table of(String suite, String test, Metric metric) {
    List<Series> all = results.of(suite, test, metric);
    boolean compared = all.stream().anyMatch(series -> results.comparison(series).isPresent());
    String unit = metric.unit().isEmpty() ? "" : " " + metric.unit();
    List<String> heads = new ArrayList<>(List.of(metric.text() + unit));
    heads.addAll(List.of("n", "failed", "min", "p50", "p90", "p99", "max"));
    if (compared) {
      heads.addAll(List.of("times bare", "95 % interval", "p", "verdict"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Series series : all) {
      List<String> row = new ArrayList<>(values(series));
      if (compared) {
        row.addAll(comparison(series));
      }
      rows.add(row);
    }
    return new Block.Table(heads, rows);
  }

  private List<String> values(Series series) {
    Metric metric = series.metric();
    Percentiles p = series.percentiles();
    List<String> row = new ArrayList<>();
    row.add(label(series.subject()));
    row.add(Integer.toString(p.count()));
    row.add(Integer.toString(series.failures()));
    row.add(metric.show(p.min()));
    PERCENTS.forEach(percent ->
        row.add(Percentiles.isKnown(percent, p.count()) ? metric.show(p.at(percent)) : NONE));
    row.add(metric.show(p.max()));
    return row;
  }

  private List<String> comparison(Series series) {
    Optional<Results.Comparison> comparison = results.comparison(series);
    return List.of(
        comparison.map(c -> Explanation.factor(c.ratio().value())).orElse(NONE),
        comparison.flatMap(c -> c.ratio().interval()).map(Explanation::range).orElse(NONE),
        comparison.map(c -> probability(c.ratio().p())).orElse(NONE),
        comparison.map(c -> c.verdict().text()).orElse(NONE));
  }

  /// The column's heading already says that it is p.
  static String probability(double p) {
    return Explanation.probability(p).replace("p = ", "").replace("p ", "");
  }

  /// Latencies of single operations, for tests that have them.
  Optional<Block.Table> latencies(String suite, String test, Metric metric) {
    List<List<String>> rows = new ArrayList<>();
    for (Series series : results.of(suite, test, metric)) {
      Histogram h = series.latencies();
      if (h != null) {
        rows.add(
            List.of(
                label(series.subject()),
                Long.toString(h.getTotalCount()),
                percentile(h, 50),
                percentile(h, 90),
                percentile(h, 99),
                percentile(h, 99.9),
                micros(h.getMaxValue())));
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Block.Table(
                List.of(
                    "latency per operation µs", "operations", "p50", "p90", "p99", "p99.9", "max"),
                rows));
  }

  private static String percentile(Histogram histogram, double percent) {
    return Percentiles.isKnown(percent, histogram.getTotalCount())
        ? micros(histogram.getValueAtPercentile(percent))
        : NONE;
  }

  private static String micros(long nanos) {
    return Metric.number(nanos / NANOS_PER_MICRO);
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }
}
