package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastLinesTest {
  @Test
  void theLastLinesStay() {
    assertEquals(List.of("b.", "c."), last(2, "a.", "b.", "c."));
    assertEquals(List.of("a."), last(5, "a."));
  }

  @Test
  void aLineIsAllOfItsRecords() {
    assertEquals(List.of("d", "e", "f."), last(1, "a", "b", "c.", "d", "e", "f."));
    assertEquals(List.of("c.", "d", "e."), last(2, "a", "b.", "c.", "d", "e."));
  }

  @Test
  void aLineThatIsNotFinishedCounts() {
    assertEquals(List.of("b", "c"), last(1, "a.", "b", "c"));
    assertEquals(List.of("a.", "b"), last(2, "a.", "b"));
  }

  @Test
  void noneIsNone() {
    assertEquals(List.of(), last(0, "a", "b", "c."));
  }

  /// @param records their texts; a dot ends a line
  private static List<String> last(int limit, String... records) {
    LastLines lines = new LastLines(limit);
    for (String text : records) {
      lines.add(new LogRecord(Instant.EPOCH, false, text.endsWith("."), text));
    }
    List<String> left = new ArrayList<>();
    lines.forEach(record -> left.add(record.text()));
    return left;
  }
}
