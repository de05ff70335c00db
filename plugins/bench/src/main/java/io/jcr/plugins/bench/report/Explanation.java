package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.report.Results.Comparison;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Interval;
import io.jcr.plugins.bench.statistics.RankTest;
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

  /// What a test shows in one metric: a sentence for each subject except bare.
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

  /// What a series shows; empty where it is not compared.
  Optional<String> sentence(Series series) {
    return results.comparison(series).map(comparison -> sentence(series, comparison));
  }

  private String sentence(Series series, Comparison comparison) {
    Ratio ratio = comparison.ratio();
    String what = name(series) + ": " + difference(series, ratio);
    String noise = "bare differs from itself by a factor of " + factor(comparison.noise());
    return switch (comparison.verdict()) {
      case TOO_FEW -> what + "; " + tooFew(ratio) + ".";
      case NO_DIFFERENCE -> String.format("%s; no difference shown (%s).", what, interval(ratio));
      case WITHIN_NOISE ->
          String.format("%s (%s); within the noise: %s.", what, interval(ratio), noise);
      case DIFFERENT ->
          String.format("%s (%s), beyond the noise: %s.", what, interval(ratio), noise);
    };
  }

  /// `rounds: 1 against 6 of bare, too few for any verdict`.
  private static String tooFew(Ratio ratio) {
    return String.format(
        Locale.ROOT,
        "rounds: %d against %d of bare, too few for a verdict (without any overlap p would be %.2f)",
        ratio.one(),
        ratio.other(),
        RankTest.least(ratio.one(), ratio.other()));
  }

  private static String difference(Series series, Ratio ratio) {
    String median = (series.metric().show(series.median()) + " " + series.metric().unit()).strip();
    return median + ", " + times(ratio.value()) + comparing(series.metric());
  }

  private static String comparing(Metric metric) {
    return switch (metric) {
      case FIRST, EXIT, GONE, INIT, JVM, KERNEL, NANOSECONDS -> " as long as bare";
      case PSS, CGROUP, TAKEN, DRIFT, ALIVE, OPERATIONS, BYTES -> " as much as bare";
    };
  }

  /// `2.0 times`.
  static String times(double ratio) {
    return factor(ratio) + " times";
  }

  /// `95 %: 1.9 to 2.1, p = 0.0044`.
  static String interval(Ratio ratio) {
    String p = probability(ratio.p());
    return ratio
        .interval()
        .map(i -> "95 %: " + factor(i.low()) + " to " + factor(i.high()) + ", " + p)
        .orElse(p);
  }

  /// `1.9 – 2.1`.
  static String range(Interval interval) {
    return factor(interval.low()) + " – " + factor(interval.high());
  }

  /// `p = 0.0044`, or `p < 0.0001`.
  static String probability(double p) {
    return p < 1e-4
        ? "p < 0.0001"
        : String.format(Locale.ROOT, p < 0.1 ? "p = %.4f" : "p = %.2f", p);
  }

  static String factor(double ratio) {
    return ratio < 0.0995 ? String.format(Locale.ROOT, "%.3g", ratio) : plain(ratio);
  }

  private static String plain(double ratio) {
    String format = ratio >= 99.95 ? "%.0f" : ratio >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, ratio);
  }

  /// A test in one sentence: which subjects differ and by how much, which do not, and which cannot
  /// be judged.
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
            "%s %s, %s, times bare's (%s): %s.",
            suite, test, metric.text(), base.strip(), String.join("; ", parts)));
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
    return ratio
        .interval()
        .map(interval -> " (" + range(interval) + ")")
        .orElse(" (" + rounds(ratio.one()) + ")");
  }

  private static String rounds(int count) {
    return count == 1 ? "1 round" : count + " rounds";
  }

  /// What the comparisons of bare with itself say, and what follows from that.
  String noise(Load load) {
    Noise noise = results.noise();
    if (noise.compared() == 0) {
      return "The comparison of bare with itself has too few rounds for a test, so little is"
          + " known about the noise.";
    }
    String counts =
        String.format(
            Locale.ROOT,
            "Bare was measured against itself in %d %s, one per test. The rank test finds a"
                + " difference in %d of them, although there is none; at its level of 5 %%,"
                + " about %.1f are expected by chance. The largest difference between their medians is a factor"
                + " of %s.",
            noise.compared(),
            noise.compared() == 1 ? "comparison" : "comparisons",
            noise.outside(),
            noise.compared() * RankTest.LEVEL,
            noise.farthest());
    return counts + " " + consequence(noise, load) + " " + byChance();
  }

  /// One in twenty comparisons shows a false difference even if everything is right.
  private String byChance() {
    List<Comparison> all = results.comparisons();
    long different = all.stream().filter(c -> c.verdict() == Verdict.DIFFERENT).count();
    return String.format(
        Locale.ROOT,
        "Other subjects were compared with bare %d times, and %d of these comparisons show a"
            + " difference; if no subject differed from bare, chance alone would produce about"
            + " %.1f.",
        all.size(),
        different,
        all.size() * RankTest.LEVEL);
  }

  private static String consequence(Noise noise, Load load) {
    if (!noise.isTooLarge()) {
      return "Chance explains that. A difference counts if its interval is farther from 1 than"
          + " bare is from itself in the same test.";
    }
    String cause = load.isBusy() ? ", probably the load (" + load.text() + ")" : "";
    List<String> floors = new ArrayList<>();
    noise.floors().forEach((suite, factor) -> floors.add(suite + " " + factor(factor)));
    return String.format(
        Locale.ROOT,
        "The probability of so many by chance is only %.2g: something other than the subjects"
            + " affected the numbers%s. Differences below these factors are not credible, and"
            + " get no verdict: %s.",
        noise.chance(),
        cause,
        String.join(", ", floors));
  }
}
