package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Percentiles;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// All values of one metric for one subject in one test.
///
/// @param values in the metric's base unit, in the order in which they were measured
/// @param independent the medians of the rounds: instances started at the same time are not
///   independent values
/// @param byIndex the median, over all rounds, of the first instance of a round, of the second, and
///   so on
/// @param failures how many measurements failed
/// @param latencies of single operations in ns, of all runs together, if there are any
record Series(
    String suite,
    String test,
    String subject,
    Metric metric,
    List<Double> values,
    List<Double> independent,
    SequencedMap<Integer, Double> byIndex,
    int failures,
    @Nullable Histogram latencies) {
  /// Copies the values.
  Series {
    values = List.copyOf(values);
    independent = List.copyOf(independent);
    byIndex = Collections.unmodifiableSequencedMap(new TreeMap<>(byIndex));
  }

  /// What is compared.
  double[] array() {
    return independent.stream().mapToDouble(Double::doubleValue).toArray();
  }

  Percentiles percentiles() {
    return Percentiles.of(values);
  }

  double median() {
    return percentiles().median();
  }
}
