package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.statistics.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bars of one subject, one for each test; 0 where there is none.
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
      heights.add(ratio.map(Ratio::value).orElse(0.0));
      halfWidths.add(ratio.map(r -> (r.high() - r.low()) / 2).orElse(0.0));
    }
    return new Bars(heights, halfWidths);
  }
}
