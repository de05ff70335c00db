package io.jcr.plugins.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcr.api.UsageException;
import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.suite.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the report says about samples whose truth is known.
class ReportTest {
  private static final int ROUNDS = 40;

  @TempDir Path directory;

  private final List<Sample> samples = new ArrayList<>();

  @Test
  void equalSamplesAreWithinNoise() throws IOException {
    boots("jcr", 10e6);
    String report = report();
    assertTrue(
        report.lines().anyMatch(line -> line.matches("- jcr: .*; no difference shown.*")), report);
    assertFalse(report.contains("beyond the noise"), report);
  }

  @Test
  void twiceAsLongIsSaidToBeTwiceAsLong() throws IOException {
    boots("jcr", 20e6);
    String report = report();
    String sentence =
        report
            .lines()
            .filter(line -> line.contains(", beyond the noise: bare differs"))
            .findFirst()
            .orElse(report);
    assertTrue(
        sentence.matches(
            "- jcr: (19\\.|20\\.)\\d ms, (1\\.9[5-9]|2\\.0[0-5]) times as long as bare \\(95 %: 1\\.9\\d to 2\\.\\d\\d, p < 0.0001\\), .*"),
        sentence);
    assertTrue(
        report.contains("beyond the noise: jcr 2.0")
            || report.contains("beyond the noise: jcr 1.9"),
        report);
  }

  @Test
  void lessThanTheNoiseIsNoDifference() throws IOException {
    add("bare", 10e6, 0.001);
    add("bare-again", 12e6, 0.001);
    add("jcr", 13e6, 0.001);
    String report = report();
    assertTrue(
        report.contains("; within the noise: bare differs from itself by a factor of 1.20"),
        report);
    assertFalse(report.contains("beyond the noise"), report);
  }

  @Test
  void whoWasMeasuredTooSeldomGetsNoVerdict() throws IOException {
    boots("jcr", 18750e6);
    samples.removeIf(sample -> sample.round() > (sample.subject().equals("jcr") ? 1 : 4));
    String report = report();
    assertTrue(report.contains("too few rounds to say: jcr 18"), report);
    assertTrue(
        report.contains(
            "rounds: 1 against 8 of bare, too few for a verdict (without any overlap p would be 0.22)"),
        report);
  }

  /// Three rounds of a busy machine, without any overlap: an exact test needs no more.
  @Test
  void samplesThatDoNotOverlapGetAVerdictAfterThreeRounds() throws IOException {
    add("bare", 10e6, 0.3);
    add("bare-again", 10e6, 0.3);
    add("jcr", 900e6, 0.3);
    samples.removeIf(sample -> sample.round() > 3);
    String report = report();
    assertTrue(
        report.contains("times bare's (") && report.contains("beyond the noise: jcr "), report);
    assertTrue(report.contains("p = 0.0238"), report);
  }

  @Test
  void percentilesOfFewValuesAreLeftOut() throws IOException {
    boots("jcr", 20e6);
    samples.removeIf(sample -> sample.subject().equals("jcr") && sample.round() > 19);
    String report = report();
    assertTrue(
        report
            .lines()
            .anyMatch(l ->
                l.matches(
                    "\\| bare \\| 40 \\| 0 \\| [0-9.]+ \\| [0-9.]+ \\| [0-9.]+ \\| – \\| .*")),
        report);
    assertTrue(
        report
            .lines()
            .anyMatch(
                l -> l.matches("\\| jcr \\| 19 \\| 0 \\| [0-9.]+ \\| [0-9.]+ \\| – \\| – \\| .*")),
        report);
  }

  /// Nine tests in which bare differs from itself: chance does not explain them.
  @Test
  void whenBareDiffersFromItselfTooOftenSmallDifferencesAreNotBelieved() throws IOException {
    for (int test = 0; test < 9; test++) {
      for (int round = 1; round <= 6; round++) {
        boot("t" + test, "bare", round, 10e6 + round);
        boot("t" + test, "bare-again", round, (test < 3 ? 15e6 : 10e6) + 10 * round + 1);
        boot("t" + test, "jcr", round, 14e6 + round);
      }
    }
    String report = report();
    assertTrue(report.contains("in 9 comparisons"), report);
    assertTrue(
        report.contains(
            "Differences below these factors are not credible, and get no verdict: boot 1.50."),
        report);
    assertTrue(
        report.contains(
            "boot t8, time to first instruction, times bare's (10.0 ms): within the noise: jcr 1.40"),
        report);
  }

  @Test
  void whenBareDiffersFromItselfAsOftenAsChanceHasItNothingFollows() throws IOException {
    boots("jcr", 20e6);
    assertTrue(report().contains("Chance explains that."), report());
  }

  private void boot(String test, String subject, int round, double nanos) {
    samples.add(Sample.of("boot", test, subject, round, 0, Map.of("first", nanos)));
  }

  @Test
  void instancesStartedAtOnceAreOneValue() throws IOException {
    for (int i = 0; i < 50; i++) {
      for (String subject : List.of("bare", "bare-again", "jcr")) {
        double value = subject.equals("jcr") ? 50e6 + i : 10e6 + i;
        samples.add(Sample.of("boot", "parallel-50", subject, 1, i, Map.of("first", value)));
      }
    }
    assertTrue(report().contains("rounds: 1 against 2 of bare, too few for a verdict"), report());
  }

  @Test
  void aWarmUpDoesNotCount() throws IOException {
    boots("jcr", 10e6);
    samples.add(Sample.of("boot", "sequential", "jcr", 0, 0, Map.of("first", 9e12)));
    assertFalse(report().contains("9000"), report());
  }

  @Test
  void failuresAreCounted() throws IOException {
    boots("jcr", 10e6);
    samples.add(Sample.failed("boot", "sequential", "jcr", 7, 0, "exit status 125: jcr: <no>"));
    String report = report();
    assertTrue(report.contains("1 × boot sequential, jcr: exit status 125: jcr: <no>"), report);
    assertTrue(report.contains("| jcr | 40 | 1 |"), report);
    String page = Files.readString(directory.resolve("report.html"));
    assertTrue(page.contains("jcr: &lt;no&gt;"), "text is escaped");
  }

  @Test
  void anEmulatedMachineIsCalledOneEverywhere() throws IOException {
    boots("vm-tcg", 2500e6);
    String report = report();
    assertTrue(report.contains("| VM, software emulation (TCG) | 40 |"), report);
    assertTrue(Files.exists(directory.resolve("plots/boot-sequential-cdf-with-vm-tcg.svg")));
    assertTrue(Files.exists(directory.resolve("raw/boot-vm-tcg.csv")));
    for (String line : report.lines().filter(l -> l.startsWith("![")).toList()) {
      assertTrue(line.contains("VM: software emulation (TCG)"), line);
    }
  }

  @Test
  void thePageLoadsNothing() throws IOException {
    boots("jcr", 20e6);
    samples.add(Sample.failed("boot", "cold", "jcr", 1, 0, "--url=https://a.org src=x <link"));
    report();
    String page = Files.readString(directory.resolve("report.html"));
    String markup = page.replaceAll(">[^<]*<(?!/style>)", "><"); // tags and style sheets
    String others = markup.replaceAll("http://www\\.w3\\.org/(2000/svg|1999/xlink)", "");
    assertFalse(others.matches("(?s).*(https?:|src=|<link|@import|url\\((?!#)).*"), "a reference");
    assertTrue(page.contains("<svg"), "a plot");
  }

  @Test
  void latenciesOfAllRunsAreMerged() throws IOException {
    for (int round = 1; round <= 10; round++) {
      Histogram histogram = Latencies.empty();
      histogram.recordValueWithCount(1000L * round, 100);
      for (String subject : List.of("bare", "bare-again")) {
        samples.add(
            Sample.of(
                    "net",
                    "host-rr",
                    subject,
                    round,
                    0,
                    Map.of("operationsPerSecond", 100.0 + round))
                .with(Latencies.encode(histogram)));
      }
    }
    assertTrue(report().contains("| bare | 1000 | 5.00 | 9.01 | 10.0 | – | 10.0 |"), report());
  }

  @Test
  void whatWasLeftOutIsSaid() throws IOException {
    boots("jcr", 20e6);
    assertTrue(report().contains("### Left out by --quick\n\n- Crowds of 50."), report());
  }

  /// From `bench.json` alone, also from one that was written before `leftOut` was.
  @Test
  void aReportCanBeMadeAnew() throws IOException {
    boots("jcr", 20e6);
    String report = report();
    Files.delete(directory.resolve("report.md"));
    Report.write(directory, Findings.read(directory), samples);
    assertEquals(report, Files.readString(directory.resolve("report.md")));
    Path json = directory.resolve("bench.json");
    Files.writeString(json, Files.readString(json).replaceFirst("\"leftOut\".*\\],", ""));
    assertEquals(List.of(), Findings.read(directory).leftOut());
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    UsageException none = assertThrows(UsageException.class, () -> Findings.read(directory));
    assertTrue(none.getMessage().contains("there is no bench.json"), none.getMessage());
    Files.writeString(directory.resolve("bench.json"), "{\"colour\":1}");
    assertThrows(UsageException.class, () -> Findings.read(directory));
  }

  @Test
  void rawSamplesAndFindingsCanBeRead() throws IOException {
    boots("jcr", 20e6);
    report();
    List<String> csv = Files.readAllLines(directory.resolve("raw/boot-jcr.csv"));
    assertEquals(ROUNDS + 1, csv.size());
    assertTrue(csv.getFirst().startsWith("suite,test,subject,round,index,first,"), csv.getFirst());
    assertEquals(csv.getFirst().split(",", -1).length, csv.get(1).split(",", -1).length);
    assertEquals(
        5,
        new ObjectMapper().readTree(directory.resolve("bench.json").toFile()).path("seed").asInt());
  }

  private void boots(String subject, double nanos) {
    add("bare", 10e6, 0.03);
    add("bare-again", 10e6, 0.03);
    add(subject, nanos, 0.03);
  }

  private void add(String subject, double nanos, double spread) {
    Random random = new Random(subject.hashCode());
    for (int round = 1; round <= ROUNDS; round++) {
      double value = nanos * (1 + spread * random.nextGaussian());
      samples.add(Sample.of("boot", "sequential", subject, round, 0, Map.of("first", value)));
    }
  }

  private String report() throws IOException {
    List<Findings.SubjectNote> subjects =
        samples.stream()
            .map(Sample::subject)
            .distinct()
            .map(id -> new Findings.SubjectNote(id, label(id), "cpus=1", "cpus=1"))
            .toList();
    Findings findings =
        new Findings(
            "1",
            "jcr bench",
            5,
            Settings.quick(),
            List.of(
                new Findings.SuiteNote("boot", "time to the first instruction"),
                new Findings.SuiteNote("net", "TCP")),
            subjects,
            List.of(),
            List.of("Crowds of 50."),
            Map.of("kernel", "6"),
            "done",
            null);
    Report.write(directory, findings, samples);
    return Files.readString(directory.resolve("report.md"));
  }

  private static String label(String id) {
    return id.equals("vm-tcg") ? "VM, software emulation (TCG)" : id;
  }
}
