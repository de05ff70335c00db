package io.jcr.plugins.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a task is expected to take that was never done: else the last one of a bench could take it
/// minutes past its limit.
class ExpectedTimeTest {
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofSeconds(7);
  private static final Settings SETTINGS = Settings.full().limitedTo(2400);

  private static Duration expected(Suite suite, String group) {
    return suite.expected(new Group(group, 1, false), PROBE, LONGEST, SETTINGS);
  }

  @Test
  void manyAtOnceTakeAsLongAsAllInTurn() {
    assertEquals(Duration.ofSeconds(150), expected(new BootSuite(), "parallel-50"));
    assertEquals(LONGEST, expected(new BootSuite(), "cold"));
  }

  @Test
  void densityHasItsOwnLimit() {
    assertEquals(Duration.ofSeconds(150 + 6), expected(new DensitySuite(), "hold"));
    Settings few = SETTINGS.holding(5, 1);
    assertEquals(
        Duration.ofSeconds(15),
        new DensitySuite().expected(new Group("hold", 1, false), PROBE, LONGEST, few));
  }
}
