package io.jcr.plugins.bench.sample;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One measurement.
///
/// @param suite the suite that made it
/// @param test what was done, such as `sequential` or `int`
/// @param subject what was measured: a [io.jcr.plugins.bench.subject.Subject#id]
/// @param round 0 is the warm-up, which does not count
/// @param index which of several made at the same time
/// @param values what was measured, by the name of the metric, in its base unit
/// @param histogram latencies in ns, as HdrHistogram encodes them, if there are any
/// @param failure why nothing was measured
/// @param note what readers should know about it
public record Sample(
    String suite,
    String test,
    String subject,
    int round,
    int index,
    Map<String, Double> values,
    @Nullable String histogram,
    @Nullable String failure,
    @Nullable String note) {
  /// Copies the values.
  public Sample {
    values = Map.copyOf(values);
  }

  /// A sample with values.
  public static Sample of(
      String suite, String test, String subject, int round, int index, Map<String, Double> values) {
    return new Sample(suite, test, subject, round, index, values, null, null, null);
  }

  /// A sample that failed.
  public static Sample failed(
      String suite, String test, String subject, int round, int index, String failure) {
    return new Sample(suite, test, subject, round, index, Map.of(), null, failure, null);
  }

  /// As this, with latencies.
  public Sample with(String encodedHistogram) {
    return new Sample(suite, test, subject, round, index, values, encodedHistogram, failure, note);
  }

  /// As this, with a note.
  public Sample noting(String text) {
    return new Sample(suite, test, subject, round, index, values, histogram, failure, text);
  }

  /// Whether it counts.
  public boolean counts() {
    return round > 0;
  }
}
