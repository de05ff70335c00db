package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.report.Results.Comparison;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Interval;
import io.jcr.plugins.bench.statistics.Percentiles;
import io.jcr.plugins.bench.statistics.Verdict;
import io.jcr.plugins.bench.subject.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The beginning of a report: a sentence for each test, and what readers need to know to trust
/// them.
final class InShort {
  private final Findings findings;
  private final Results results;
  private final Explanation explanation;
  private final Map<String, String> labels;

  /// @param labels of the subjects
  InShort(Findings findings, Results results, Explanation explanation, Map<String, String> labels) {
    this.findings = findings;
    this.results = results;
    this.explanation = explanation;
    this.labels = labels;
  }

  /// In the order of the suites; limitations that apply to all come last.
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Findings.SuiteNote suite : findings.suites()) {
      for (String test : results.tests(suite.name())) {
        addTest(suite.name(), test, sentences);
      }
    }
    new MachinesAgainstContainers(results, labels).inShort().ifPresent(sentences::add);
    sentences.addAll(new DensityNotes(results, labels).sentences());
    tooFew().ifPresent(sentences::add);
    noise().ifPresent(sentences::add);
    load().ifPresent(sentences::add);
    if (results.isEmpty()) {
      sentences.add("Nothing was measured.");
    }
    return sentences;
  }

  /// The main metric, and for density the memory.
  private void addTest(String suite, String test, List<String> sentences) {
    for (Metric metric : results.metrics(suite, test)) {
      boolean told = SuiteSection.isMain(metric) || metric == Metric.PSS;
      if (told && !test.equals("end") && SuiteSection.isHeadline(test)) {
        explanation.inShort(suite, test, metric).ifPresent(sentences::add);
      }
    }
  }

  /// How many comparisons have no verdict, and why there were no more rounds.
  private Optional<String> tooFew() {
    List<Comparison> all = results.comparisons();
    long without = all.stream().filter(c -> c.verdict() == Verdict.TOO_FEW).count();
    if (without == 0) {
      return Optional.empty();
    }
    String counts =
        String.format(
            Locale.ROOT,
            "%d of %d comparisons have too few rounds for a verdict: ",
            without,
            all.size());
    return Optional.of(counts + reason() + ".");
  }

  private String reason() {
    long limit = findings.settings().limitSeconds();
    if (limit == 0) {
      return "raise --repeat";
    }
    String why = Load.of(findings).isBusy() ? ", as the machine was busy" : "";
    return "the time limit of "
        + Commands.text(Duration.ofSeconds(limit))
        + " left no time for more"
        + why
        + " (a longer --time-limit gives more rounds)";
  }

  /// Only if something follows from it.
  private Optional<String> noise() {
    Noise noise = results.noise();
    return noise.isTooLarge()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Bare metal differs from itself in %d of %d tests, more often than chance"
                    + " explains (see Noise), so small differences got no verdict.",
                noise.outside(),
                noise.compared()))
        : Optional.empty();
  }

  /// How much a busy machine hides.
  private Optional<String> load() {
    Load load = Load.of(findings);
    if (!load.isBusy()) {
      return Optional.empty();
    }
    double[] widths =
        results.comparisons().stream()
            .filter(c -> c.verdict() != Verdict.DIFFERENT)
            .flatMap(c -> c.ratio().interval().stream())
            .mapToDouble(InShort::width)
            .toArray();
    String hidden =
        widths.length == 0
            ? "."
            : String.format(
                Locale.ROOT,
                ". Where no difference is shown, the upper limit of the interval is typically"
                    + " %s times the lower one: a smaller difference may exist undetected.",
                Explanation.factor(Percentiles.of(widths).median()));
    return Optional.of("The machine was busy: " + load.text() + hidden);
  }

  private static double width(Interval interval) {
    return interval.high() / interval.low();
  }
}
