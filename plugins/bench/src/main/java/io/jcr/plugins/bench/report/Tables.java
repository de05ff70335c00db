package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Percentiles;
import io.jcr.plugins.bench.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// The numbers of a test.
final class Tables {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final List<Double> PERCENTS = List.of(50.0, 90.0, 99.0);

  private final Results results;
  private final Map<String, String> labels;

  Tables(Results results, Map<String, String> labels) {
    this.results = results;
    this.labels = labels;
  }

  /// One metric of all subjects, with the comparison to bare.
  Block.Table of(String suite, String test, Metric metric) {
    String unit = metric.unit().isEmpty() ? "" : " " + metric.unit();
    List<List<String>> rows = new ArrayList<>();
    for (Series series : results.of(suite, test, metric)) {
      Percentiles p = series.percentiles();
      List<String> row = new ArrayList<>();
      row.add(label(series.subject()));
      row.add(Integer.toString(p.count()));
      row.add(Integer.toString(series.failures()));
      row.add(metric.show(p.min()));
      PERCENTS.forEach(percent -> row.add(metric.show(p.at(percent))));
      row.add(metric.show(p.max()));
      Optional<Results.Comparison> comparison = results.comparison(series);
      row.add(comparison.map(c -> Explanation.factor(c.ratio().value())).orElse("–"));
      row.add(
          comparison
              .filter(c -> c.verdict() != Verdict.TOO_FEW) // of few values there is no interval
              .map(c ->
                  Explanation.factor(c.ratio().low())
                      + " – "
                      + Explanation.factor(c.ratio().high()))
              .orElse("–"));
      row.add(comparison.map(c -> c.verdict().text()).orElse("–"));
      rows.add(row);
    }
    return new Block.Table(
        List.of(
            metric.text() + unit,
            "n",
            "failed",
            "min",
            "p50",
            "p90",
            "p99",
            "max",
            "p50 : bare",
            "95 % interval",
            "verdict"),
        rows);
  }

  /// Latencies of single operations, where a test has them.
  Optional<Block.Table> latencies(String suite, String test, Metric metric) {
    List<List<String>> rows = new ArrayList<>();
    for (Series series : results.of(suite, test, metric)) {
      Histogram h = series.latencies();
      if (h != null) {
        rows.add(
            List.of(
                label(series.subject()),
                Long.toString(h.getTotalCount()),
                micros(h.getValueAtPercentile(50)),
                micros(h.getValueAtPercentile(90)),
                micros(h.getValueAtPercentile(99)),
                micros(h.getValueAtPercentile(99.9)),
                micros(h.getMaxValue())));
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Block.Table(
                List.of(
                    "latency of an operation µs",
                    "operations",
                    "p50",
                    "p90",
                    "p99",
                    "p99.9",
                    "max"),
                rows));
  }

  private static String micros(long nanos) {
    return Metric.number(nanos / NANOS_PER_MICRO);
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }
}
