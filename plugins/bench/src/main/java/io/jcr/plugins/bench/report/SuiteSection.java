package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The part of the report about one suite.
final class SuiteSection {
  private static final Set<Metric> MAIN =
      Set.of(Metric.FIRST, Metric.OPERATIONS, Metric.BYTES, Metric.NANOSECONDS);

  private static final List<Metric> MEMORY = List.of(Metric.PSS, Metric.CGROUP);

  private final Results results;
  private final Explanation explanation;
  private final Tables tables;
  private final Plots plots;

  SuiteSection(Results results, Explanation explanation, Tables tables, Plots plots) {
    this.results = results;
    this.explanation = explanation;
    this.tables = tables;
    this.plots = plots;
  }

  /// Whether it is a test's main metric; the others explain it.
  static boolean isMain(Metric metric) {
    return MAIN.contains(metric);
  }

  /// Which tests appear in the summary.
  static boolean isHeadline(String test) {
    return !test.equals("cold") && !test.equals("traced") && !test.matches("parallel-(50|100)");
  }

  List<Block> of(Findings.SuiteNote suite) throws IOException {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Heading(
            2, suite.name().toUpperCase(Locale.ROOT).charAt(0) + suite.name().substring(1)));
    blocks.add(new Block.Paragraph("Measured: " + suite.description() + "."));
    overview(suite.name(), blocks);
    for (String test : results.tests(suite.name())) {
      blocks.add(new Block.Heading(3, suite.name() + " " + test));
      for (Metric metric : results.metrics(suite.name(), test)) {
        test(suite.name(), test, metric, blocks);
      }
    }
    return blocks;
  }

  private void overview(String suite, List<Block> blocks) throws IOException {
    List<String> tests =
        results.tests(suite).stream()
            .filter(test -> results.metrics(suite, test).stream().anyMatch(SuiteSection::isMain))
            .toList();
    List<List<Series>> perTest =
        tests.stream()
            .map(test ->
                results.metrics(suite, test).stream()
                    .filter(SuiteSection::isMain)
                    .flatMap(metric -> results.of(suite, test, metric).stream())
                    .toList())
            .toList();
    plots
        .ratios(suite + "-ratios", suite + ": times bare", tests, perTest, results)
        .ifPresent(blocks::add);
  }

  private void test(String suite, String test, Metric metric, List<Block> blocks)
      throws IOException {
    List<Series> all = results.of(suite, test, metric);
    blocks.add(tables.of(suite, test, metric));
    tables.latencies(suite, test, metric).ifPresent(blocks::add);
    List<String> sentences = explanation.sentences(suite, test, metric);
    if (!sentences.isEmpty() && (isMain(metric) || metric == Metric.GONE)) {
      blocks.add(new Block.Bullets(sentences));
    }
    String name = suite + "-" + test;
    String title = suite + " " + test;
    if (metric == Metric.FIRST && suite.equals("density")) {
      List<List<Series>> memory =
          MEMORY.stream().map(kind -> results.of(suite, test, kind)).toList();
      plots
          .medians(name + "-memory", "density: memory per instance", memory)
          .ifPresent(blocks::add);
      plots
          .growth(name + "-growth", title + ": start times as the count grows", all)
          .ifPresent(blocks::add);
    } else if (metric == Metric.FIRST) {
      plots
          .distribution(name + "-cdf", title + ": time to the first instruction", all)
          .ifPresent(blocks::add);
    }
    if (isMain(metric)) {
      plots
          .latencies(name + "-latency", title + ": latency per operation", all)
          .ifPresent(blocks::add);
    }
  }
}
