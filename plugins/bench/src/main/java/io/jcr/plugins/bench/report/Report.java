package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the results into a directory: `report.md`, `report.html`, plots, CSV and `bench.json`.
public final class Report {
  private final Path directory;
  private final Findings findings;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Results results;
  private final Explanation explanation;
  private final Tables tables;
  private final InShort inShort;

  private Report(Path directory, Findings findings, List<Sample> samples) {
    this.directory = directory;
    this.findings = findings;
    findings.subjects().forEach(subject -> labels.put(subject.id(), subject.label()));
    this.results = Results.of(samples, List.copyOf(labels.keySet()));
    this.explanation = new Explanation(results, labels);
    this.tables = new Tables(results, labels);
    this.inShort = new InShort(findings, results, explanation, labels);
  }

  /// Writes it.
  ///
  /// @return its summary
  public static List<String> write(Path directory, Findings findings, List<Sample> samples)
      throws IOException {
    Report report = new Report(directory, findings, samples);
    findings.write(directory);
    CsvFiles.write(directory.resolve("raw"), samples);
    List<Block> blocks = report.blocks();
    Files.writeString(directory.resolve("report.md"), MarkdownPage.of(blocks));
    Files.writeString(
        directory.resolve("report.html"), new HtmlPage(directory).of(report.title(), blocks));
    return report.inShort.sentences();
  }

  private String title() {
    return "jcr bench, " + findings.machine().getOrDefault("time", "");
  }

  private List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(1, title()));
    blocks.add(
        new Block.Paragraph(
            "Written by `"
                + findings.commandLine()
                + "`, seed "
                + findings.seed()
                + ", jcr "
                + (findings.version() + "; " + findings.ended() + ".")));
    blocks.add(new Block.Heading(2, "In short"));
    blocks.add(new Block.Bullets(inShort.sentences()));
    blocks.add(new Block.Heading(2, "Noise"));
    blocks.add(new Block.Paragraph(explanation.noise(Load.of(findings))));
    blocks.addAll(new Circumstances(findings, results).subjects());
    Plots plots = new Plots(directory, labels);
    SuiteSection section = new SuiteSection(results, explanation, tables, plots);
    for (Findings.SuiteNote suite : findings.suites()) {
      if (results.suites().contains(suite.name())) {
        blocks.addAll(section.of(suite));
      }
    }
    blocks.addAll(new Discussion(findings, results, explanation, labels).blocks());
    blocks.addAll(new Circumstances(findings, results).method());
    return blocks;
  }
}
