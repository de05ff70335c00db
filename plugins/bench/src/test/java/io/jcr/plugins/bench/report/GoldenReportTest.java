package io.jcr.plugins.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole report of [FixedData], word for word. After a change that is meant, write the expected
/// files anew with `-Djcr.golden=write`, and read the difference before you commit it.
class GoldenReportTest {
  private static final Path EXPECTED = Path.of("src/test/resources/golden");
  private static final boolean WRITE = "write".equals(System.getProperty("jcr.golden"));

  @TempDir Path directory;

  private List<String> inShort = List.of();

  @BeforeEach
  void writeTheReport() throws IOException {
    FixedData data = FixedData.whole();
    inShort = Report.write(directory, data.findings(), data.samples());
  }

  @Test
  void theReport() throws IOException {
    compare("report.md");
  }

  @Test
  void whatIsPrintedIsWhatTheReportBeginsWith() throws IOException {
    String report = Files.readString(directory.resolve("report.md"));
    String section = report.substring(report.indexOf("## In short"), report.indexOf("## Noise"));
    assertEquals("## In short\n\n- " + String.join("\n- ", inShort) + "\n\n", section);
  }

  @Test
  void theRawValues() throws IOException {
    compare("raw/boot-vm-tcg-net=tap.csv");
    compare("raw/density-jcr.csv");
  }

  @Test
  void thePlotOfRatios() throws IOException {
    compare("plots/boot-ratios-with-vm-tcg.svg");
  }

  @Test
  void thePlotOfStarts() throws IOException {
    compare("plots/boot-sequential-cdf-with-vm-tcg.svg");
  }

  @Test
  void thePlotOfMemory() throws IOException {
    compare("plots/density-hold-memory-with-vm-tcg.svg");
  }

  /// No plot is made that no page shows, and no page shows one that is not there.
  @Test
  void everyPlotIsShown() throws IOException {
    String report = Files.readString(directory.resolve("report.md"));
    try (Stream<Path> plots = Files.list(directory.resolve("plots"))) {
      for (Path plot : plots.toList()) {
        assertTrue(report.contains("(plots/" + plot.getFileName() + ")"), plot.toString());
      }
    }
    String page = Files.readString(directory.resolve("report.html"));
    long figures = report.lines().filter(line -> line.startsWith("![")).count();
    assertEquals(figures, page.split("<figure ", -1).length - 1);
  }

  @Test
  void theSameNumbersMakeTheSameFiles(@TempDir Path other) throws IOException {
    FixedData data = FixedData.whole();
    Report.write(other, data.findings(), data.samples());
    for (String file : List.of("report.md", "report.html", "bench.json")) {
      assertEquals(
          Files.readString(directory.resolve(file)), Files.readString(other.resolve(file)), file);
    }
  }

  private void compare(String file) throws IOException {
    Path expected = EXPECTED.resolve(file);
    String written = Files.readString(directory.resolve(file));
    if (WRITE) {
      Files.createDirectories(expected.getParent());
      Files.writeString(expected, written);
    }
    assertEquals(Files.readString(expected), written, file);
  }
}
