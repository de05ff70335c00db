package io.jcr.plugins.bench.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLogTest {
  private static final Sample ONE =
      Sample.of("boot", "cold", "jcr:ns=clone", 1, 0, Map.of("first", 1.5));
  private static final Sample TWO = Sample.failed("boot", "cold", "jcr", 2, 0, "exit status 1: ä");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void place() {
    file = directory.resolve("samples.jsonl");
  }

  @Test
  void whatWasDoneIsThereAgain() throws IOException {
    try (SampleLog log = SampleLog.open(file)) {
      log.add(ONE);
      log.finish("a");
      log.add(TWO.noting("n"));
      log.finish("b");
      assertEquals(2, log.samples().size());
    }
    try (SampleLog log = SampleLog.open(file)) {
      assertEquals(java.util.List.of(ONE, TWO.noting("n")), log.samples());
      assertTrue(log.isDone("a"));
      assertFalse(log.isDone("c"));
    }
  }

  /// A task that was cut short is done again: half of its samples would count twice.
  @Test
  void whatWasNotFinishedIsForgotten() throws IOException {
    try (SampleLog log = SampleLog.open(file)) {
      log.add(TWO);
      log.finish("a");
      log.add(ONE);
    }
    Files.writeString(file, "{\"suite\":\"bo", StandardOpenOption.APPEND);
    long length = Files.size(file);
    assertEquals(java.util.List.of(TWO), SampleLog.samplesIn(file));
    assertEquals(length, Files.size(file), "who only reads changes nothing");
    try (SampleLog log = SampleLog.open(file)) {
      assertEquals(java.util.List.of(TWO), log.samples());
      log.add(ONE);
      log.finish("b");
    }
    try (SampleLog log = SampleLog.open(file)) {
      assertEquals(java.util.List.of(TWO, ONE), log.samples());
    }
  }

  @Test
  void everySampleIsInTheFileAtOnce() throws IOException {
    try (SampleLog log = SampleLog.open(file)) {
      log.add(ONE);
      assertTrue(Files.readString(file).endsWith("}\n"));
    }
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Files.writeString(file, "hello\n");
    assertThrows(UsageException.class, () -> SampleLog.open(file));
  }

  @Test
  void histogramsSurviveAsWords() {
    Histogram histogram = Latencies.empty();
    histogram.recordValueWithCount(123_456, 7);
    Histogram again = Latencies.decode(Latencies.encode(histogram));
    assertEquals(7, again.getTotalCount());
    assertTrue(again.valuesAreEquivalent(123_456, again.getMaxValue()));
  }
}
