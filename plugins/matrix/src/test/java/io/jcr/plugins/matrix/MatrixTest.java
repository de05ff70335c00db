package io.jcr.plugins.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MatrixTest {
  @Test
  void allCombinationsTheLastAxisFastest() {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    axes.put("fs", List.of("overlay", "bind"));
    axes.put("net", List.of("none", "veth"));
    assertEquals(
        List.of("overlay none", "overlay veth", "bind none", "bind veth"),
        MatrixCommand.combinations(axes).stream()
            .map(one -> String.join(" ", one.values()))
            .toList());
  }

  private static RunTrace trace(double launch, double teardown) {
    return new RunTrace(OptionalDouble.of(launch), OptionalDouble.of(teardown), "");
  }

  @Test
  void timesAreMediansOfTheRunsThatGotThere() {
    MatrixCell cell = new MatrixCell(Map.of("net", "none"));
    cell.add(0, trace(30, 3));
    cell.add(0, trace(10, 1));
    cell.add(125, new RunTrace(OptionalDouble.empty(), OptionalDouble.empty(), "no luck"));
    cell.add(0, new RunTrace(OptionalDouble.of(20), OptionalDouble.empty(), ""));
    assertEquals(20, cell.launch().orElseThrow());
    assertEquals(2, cell.teardown().orElseThrow());
  }

  @Test
  void aCombinationThatNeverRanHasNoTimes() {
    MatrixCell cell = new MatrixCell(Map.of());
    cell.add(2, new RunTrace(OptionalDouble.empty(), OptionalDouble.empty(), "refused"));
    assertTrue(cell.launch().isEmpty());
    assertEquals(2, cell.exitStatus());
    assertEquals("refused", cell.message());
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertEquals("plain", MatrixFormat.quoted("plain"));
    assertEquals("\"a, b\"", MatrixFormat.quoted("a, b"));
    assertEquals("\"say \"\"so\"\"\"", MatrixFormat.quoted("say \"so\""));
  }
}
