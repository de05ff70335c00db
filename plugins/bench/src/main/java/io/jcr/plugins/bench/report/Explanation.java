package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.report.Results.Comparison;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Ratio;
import io.jcr.plugins.bench.statistics.Verdict;
import io.jcr.plugins.bench.subject.SubjectSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sentences that say what the numbers say, and no more.
final class Explanation {
  private final Results results;
  private final Map<String, String> labels;

  /// @param labels of the subjects
  Explanation(Results results, Map<String, String> labels) {
    this.results = results;
    this.labels = labels;
  }

  /// What a test shows in one metric: a sentence for each subject but bare.
  List<String> sentences(String suite, String test, Metric metric) {
    List<String> sentences = new ArrayList<>();
    for (Series series : results.of(suite, test, metric)) {
      Optional<Comparison> comparison = results.comparison(series);
      if (comparison.isPresent() && !series.subject().equals(SubjectSpec.AGAIN)) {
        sentences.add(sentence(series, comparison.get()));
      }
    }
    return sentences;
  }

  private String sentence(Series series, Comparison comparison) {
    String name = name(series);
    String noise = "the A/A run: " + interval(comparison.noise());
    return switch (comparison.verdict()) {
      case TOO_FEW ->
          String.format(
              "%s: %s; rounds: %d, too few for more.",
              name, difference(series, comparison.ratio()), series.independent().size());
      case NO_DIFFERENCE ->
          String.format(
              "%s: no difference from bare was shown (%s; %s), so it is within noise.",
              name, interval(comparison.ratio()), noise);
      case WITHIN_NOISE ->
          String.format(
              "%s: %s (%s), which is within noise: %s.",
              name, difference(series, comparison.ratio()), interval(comparison.ratio()), noise);
      case DIFFERENT ->
          String.format(
              "%s: %s (%s), which exceeds the noise of %s.",
              name, difference(series, comparison.ratio()), interval(comparison.ratio()), noise);
    };
  }

  private static String difference(Series series, Ratio ratio) {
    String median = series.metric().show(series.median()) + " " + series.metric().unit();
    String times = times(ratio.value());
    return switch (series.metric()) {
      case FIRST, EXIT, GONE, INIT, JVM, KERNEL, NANOSECONDS ->
          median.strip() + ", " + times + " as long as bare";
      case PSS, CGROUP, TAKEN, ALIVE, OPERATIONS, BYTES ->
          median.strip() + ", " + times + " as much as bare";
    };
  }

  /// `2.0 times`.
  static String times(double ratio) {
    String format = ratio >= 99.95 ? "%.0f times" : ratio >= 9.995 ? "%.1f times" : "%.2f times";
    return String.format(Locale.ROOT, format, ratio);
  }

  /// `95 %: 1.9 to 2.1`.
  static String interval(Ratio ratio) {
    return "95 %: " + factor(ratio.low()) + " to " + factor(ratio.high());
  }

  static String factor(double ratio) {
    return String.format(Locale.ROOT, ratio >= 9.995 ? "%.1f" : "%.2f", ratio);
  }

  /// A test in one sentence: who differs and by how much, who does not, and who cannot be judged.
  Optional<String> inShort(String suite, String test, Metric metric) {
    Map<Verdict, List<String>> by = new EnumMap<>(Verdict.class);
    for (Series series : results.of(suite, test, metric)) {
      Optional<Comparison> comparison = results.comparison(series);
      if (comparison.isPresent() && !series.subject().equals(SubjectSpec.AGAIN)) {
        Ratio ratio = comparison.get().ratio();
        by.computeIfAbsent(comparison.get().verdict(), verdict -> new ArrayList<>())
            .add(name(series) + " " + factor(ratio.value()) + bounds(comparison.get()));
      }
    }
    if (by.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    add(parts, "beyond the noise: ", by.get(Verdict.DIFFERENT));
    add(parts, "within the noise: ", by.get(Verdict.WITHIN_NOISE));
    add(parts, "no difference shown: ", by.get(Verdict.NO_DIFFERENCE));
    add(parts, "too few rounds to say: ", by.get(Verdict.TOO_FEW));
    String base =
        results
            .find(suite, test, Results.BASE, metric)
            .map(bare -> metric.show(bare.median()) + " " + metric.unit())
            .orElse("");
    return Optional.of(
        String.format(
            "%s %s, %s against bare (%s): %s.",
            suite, test, metric.text(), base, String.join("; ", parts)));
  }

  private static void add(List<String> parts, String before, @Nullable List<String> names) {
    if (names != null) {
      parts.add(before + String.join(", ", names));
    }
  }

  private String name(Series series) {
    return labels.getOrDefault(series.subject(), series.subject());
  }

  private static String bounds(Comparison comparison) {
    Ratio ratio = comparison.ratio();
    return comparison.verdict() == Verdict.TOO_FEW
        ? ""
        : " (" + factor(ratio.low()) + " – " + factor(ratio.high()) + ")";
  }

  /// The largest difference that is none, over all tests.
  String noise() {
    double farthest = 1;
    String where = "";
    int compared = 0;
    int shown = 0;
    for (Series series : results.series()) {
      Optional<Comparison> comparison = results.comparison(series);
      if (comparison.isEmpty() || !series.subject().equals(SubjectSpec.AGAIN)) {
        continue;
      }
      compared++;
      shown += comparison.get().ratio().excludesOne() ? 1 : 0;
      if (comparison.get().ratio().farthest() >= farthest) {
        farthest = comparison.get().ratio().farthest();
        where = series.suite() + " " + series.test() + ", " + series.metric().text();
      }
    }
    return compared == 0
        ? "Bare was not measured twice, so that nothing is known about the noise."
        : String.format(
            Locale.ROOT,
            "Bare was measured against itself in %d comparisons. In %d of them its 95 %% interval leaves out 1"
                + " (by chance alone about %.0f would). The widest interval reaches a factor of %s (%s):"
                + " what is nearer to 1 than the noise of its own test says nothing.",
            compared,
            shown,
            compared * 0.05,
            factor(farthest),
            where);
  }
}
