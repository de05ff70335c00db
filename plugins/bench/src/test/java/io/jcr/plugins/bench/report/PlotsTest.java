package io.jcr.plugins.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pictures of known numbers show.
class PlotsTest {
  @TempDir Path directory;

  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();

  @Test
  void aDistributionHasUnitsAndRoundTicks() throws IOException {
    for (int round = 1; round <= 5; round++) {
      add("boot", "sequential", "bare", round, Map.of("first", 2e6 + round * 1e5));
      add("boot", "sequential", "vm-tcg", round, Map.of("first", 2500e6 + round * 1e7));
    }
    Block.Figure figure =
        plots()
            .distribution("boot", "boot & go", results().of("boot", "sequential", Metric.FIRST))
            .orElseThrow();
    assertEquals("plots/boot-with-vm-tcg.svg", figure.svg());
    Picture picture = Picture.of(directory.resolve(figure.svg()));
    assertEquals(List.of("boot & go"), picture.words("title"));
    assertEquals(List.of("time to first instruction (ms)"), picture.words("axis-title x"));
    assertEquals(List.of("share of runs (%)"), picture.words("axis-title y"));
    assertEquals(
        List.of("5", "10", "20", "50", "100", "200", "500", "1000", "2000"),
        picture.words("tick x"));
    assertEquals(11, picture.count("tick y"));
    assertEquals(List.of("bare", "VM"), picture.words("legend"));
    assertEquals(2, picture.count("curve"));
  }

  /// Where the table has no interval the picture has none.
  @Test
  void onlyWhatHasAnIntervalHasALineForIt() throws IOException {
    for (int round = 1; round <= 4; round++) {
      for (String subject : List.of("bare", "bare-again", "jcr")) {
        double value = subject.equals("jcr") ? 200e6 : 2e6;
        add("boot", "sequential", subject, round, Map.of("first", value + round * 1e4));
      }
    }
    add("boot", "sequential", "vm-tcg", 1, Map.of("first", 2500e6));
    Results results = results();
    Block.Figure figure =
        plots()
            .ratios(
                "ratios",
                "boot",
                List.of("sequential"),
                List.of(results.of("boot", "sequential", Metric.FIRST)),
                results)
            .orElseThrow();
    Picture picture = Picture.of(directory.resolve(figure.svg()));
    assertEquals(List.of("times bare (ratio, no unit)"), picture.words("axis-title y"));
    assertEquals(List.of("sequential"), picture.words("tick x"));
    assertEquals(
        List.of("1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"),
        picture.words("tick y"));
    assertEquals(List.of("bare again", "jcr", "VM"), picture.words("legend"));
    assertEquals(3 + 3, picture.count("point"), "three and those of the legend");
    assertEquals(2, picture.count("interval"), "the virtual machine has none");
    assertEquals(
        picture.number("point", 1, "cx"), picture.number("interval", 1, "x1"), 0.01, "of jcr");
    assertTrue(
        picture.number("point", 2, "cy") < picture.number("point", 1, "cy"), "higher is more");
  }

  @Test
  void densityShowsMemoryInItsUnit() throws IOException {
    for (int index = 1; index <= 3; index++) {
      samples.add(
          Sample.of("density", "hold", "jcr", 1, index, Map.of("pss", 2e5, "cgroup", 1.5e6)));
      samples.add(Sample.of("density", "hold", "vm-tcg", 1, index, Map.of("pss", 222e6)));
    }
    Results results = results();
    Block.Figure figure =
        plots()
            .medians(
                "memory",
                "density",
                List.of(
                    results.of("density", "hold", Metric.PSS),
                    results.of("density", "hold", Metric.CGROUP)))
            .orElseThrow();
    Picture picture = Picture.of(directory.resolve(figure.svg()));
    assertEquals(List.of("median (MiB)"), picture.words("axis-title y"));
    assertEquals(List.of(Metric.PSS.text(), Metric.CGROUP.text()), picture.words("tick x"));
    assertEquals(0, picture.count("interval"));
    assertEquals(3 + 2, picture.count("point"));
  }

  @Test
  void growthGoesByTheCountAndNotByTheRound() throws IOException {
    for (int round = 1; round <= 3; round++) {
      for (int index = 1; index <= 4; index++) {
        double value = 1e6 * (index + (round == 3 ? 100 : 0));
        samples.add(Sample.of("density", "hold", "jcr", round, index, Map.of("first", value)));
      }
    }
    Block.Figure figure =
        plots()
            .growth("growth", "density", results().of("density", "hold", Metric.FIRST))
            .orElseThrow();
    Picture picture = Picture.of(directory.resolve(figure.svg()));
    assertEquals(List.of("instances alive"), picture.words("axis-title x"));
    assertEquals(List.of("time to first instruction (ms)"), picture.words("axis-title y"));
    String points = picture.elements("curve").getFirst().getAttribute("points");
    assertEquals(4, points.split(" ").length, points);
    assertEquals("4", picture.words("tick y").getLast(), "the median of three rounds");
  }

  @Test
  void latenciesAreInMicroseconds() throws IOException {
    Histogram histogram = Latencies.empty();
    for (int i = 1; i <= 1000; i++) {
      histogram.recordValue(1000L * i);
    }
    samples.add(
        Sample.of("nginx", "wrk", "bare", 1, 0, Map.of("operationsPerSecond", 5.0))
            .with(Latencies.encode(histogram)));
    Block.Figure figure =
        plots()
            .latencies("nginx", "nginx", results().of("nginx", "wrk", Metric.OPERATIONS))
            .orElseThrow();
    Picture picture = Picture.of(directory.resolve(figure.svg()));
    assertEquals(List.of("latency (µs)"), picture.words("axis-title x"));
    assertEquals(
        List.of("1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"),
        picture.words("tick x"));
  }

  private void add(
      String suite, String test, String subject, int round, Map<String, Double> values) {
    samples.add(Sample.of(suite, test, subject, round, 0, values));
  }

  private Results results() {
    return Results.of(samples, List.of("bare", "bare-again", "jcr", "vm-tcg"));
  }

  private Plots plots() throws IOException {
    labels.put("bare", "bare");
    labels.put("bare-again", "bare again");
    labels.put("jcr", "jcr");
    labels.put("vm-tcg", "VM");
    return new Plots(directory, labels);
  }
}
