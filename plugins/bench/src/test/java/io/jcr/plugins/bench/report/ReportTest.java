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
    assertTrue(report.contains("jcr: no difference from bare was shown"), report);
    assertTrue(report.contains("so it is within noise"), report);
    assertFalse(report.contains("exceeds the noise"), report);
  }

  @Test
  void twiceAsLongIsSaidToBeTwiceAsLong() throws IOException {
    boots("jcr", 20e6);
    String report = report();
    String sentence =
        report
            .lines()
            .filter(line -> line.contains("which exceeds the noise"))
            .findFirst()
            .orElse(report);
    assertTrue(
        sentence.matches(
            "- jcr: (19\\.|20\\.)\\d ms, (1\\.9[5-9]|2\\.0[0-5]) times as long as bare \\(95 %: 1\\.9\\d to 2\\.\\d\\d\\), .*"),
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
    add("jcr", 10.5e6, 0.001);
    String report = report();
    assertTrue(report.contains("jcr: 10.5 ms, 1.05 times as long as bare"), report);
    assertTrue(report.contains("which is within noise: the A/A run: 95 %: 1.20 to 1.20"), report);
    assertFalse(report.contains("exceeds the noise"), report);
  }

  @Test
  void whoWasMeasuredTooSeldomGetsNoVerdict() throws IOException {
    boots("bare-too", 10e6);
    samples.removeIf(sample -> sample.round() > 3);
    assertTrue(report().contains("rounds: 3, too few for more"), report());
  }

  @Test
  void instancesStartedAtOnceAreOneValue() throws IOException {
    for (int i = 0; i < 50; i++) {
      for (String subject : List.of("bare", "bare-again", "jcr")) {
        double value = subject.equals("jcr") ? 50e6 + i : 10e6 + i;
        samples.add(Sample.of("boot", "parallel-50", subject, 1, i, Map.of("first", value)));
      }
    }
    assertTrue(report().contains("rounds: 1, too few for more"), report());
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
    assertTrue(Files.exists(directory.resolve("plots/boot-sequential-cdf-with-vm-tcg.png")));
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
    assertTrue(report().contains("| bare | 1000 | 5.00 | 9.01 | 10.0 | 10.0 | 10.0 |"), report());
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
            "done");
    Report.write(directory, findings, samples);
    return Files.readString(directory.resolve("report.md"));
  }

  private static String label(String id) {
    return id.equals("vm-tcg") ? "VM, software emulation (TCG)" : id;
  }
}
