package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.statistics.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bars of one subject, one for each test: decimal logarithms of ratios, so that twice as much
/// is as high as half as much is deep, and a thousand leaves room for two; 0 where there is none.
///
/// @param halfWidths of the 95 % intervals
record Bars(List<Double> heights, List<Double> halfWidths) {
  static Bars of(String subject, List<String> tests, List<Series> all, Results results) {
    List<Double> heights = new ArrayList<>();
    List<Double> halfWidths = new ArrayList<>();
    for (String test : tests) {
      Optional<Ratio> ratio =
          all.stream()
              .filter(series -> series.subject().equals(subject) && series.test().equals(test))
              .findFirst()
              .flatMap(results::comparison)
              .map(Results.Comparison::ratio);
      heights.add(ratio.map(r -> Math.log10(r.value())).orElse(0.0));
      halfWidths.add(
          ratio.flatMap(Ratio::interval).map(i -> Math.log10(i.high() / i.low()) / 2).orElse(0.0));
    }
    return new Bars(heights, halfWidths);
  }

  /// The ratio that a height stands for.
  static String label(double height) {
    return Explanation.factor(Math.pow(10, height));
  }
}
