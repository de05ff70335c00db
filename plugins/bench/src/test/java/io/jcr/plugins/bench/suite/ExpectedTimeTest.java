package io.jcr.plugins.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;

import io.jcr.plugins.bench.subject.ProcessMemory;
import io.jcr.plugins.bench.subject.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a task is expected to take that was never done: else the last one of a bench could take it
/// minutes past its limit.
class ExpectedTimeTest {
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Settings SETTINGS = Settings.full().limitedTo(2400);

  private final Subject subject = mock();

  private Duration expected(Suite suite, String group, Settings settings) {
    return suite.expected(new Group(group, 1, false), subject, PROBE, settings);
  }

  @Test
  void manyAtOnceTakeAsLongAsAllInTurn() {
    assertEquals(Duration.ofSeconds(150), expected(new BootSuite(), "parallel-50", SETTINGS));
    assertEquals(Duration.ofSeconds(6), expected(new BootSuite(), "cold", SETTINGS));
  }

  @Test
  void densityHasItsOwnLimit() {
    Suite density = new DensitySuite(ProcessMemory.ofThisMachine());
    assertEquals(Duration.ofSeconds(150 + 6), expected(density, "hold", SETTINGS));
    assertEquals(Duration.ofSeconds(15), expected(density, "hold", SETTINGS.holding(5, 1)));
  }

  @Test
  void aWorkloadTakesItsTime() {
    assertEquals(Duration.ofSeconds(6 + 5), expected(WorkloadSuite.cpu(), "all", SETTINGS));
  }
}
