package io.jcr.plugins.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a task is expected to take: what those of its kind took, and at first what its suite says.
class ProgressTest {
  private static final Group GROUP = new Group("all", 9, false);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TimedSuite suite =
      new TimedSuite("cpu", List.of(GROUP), SECOND, Duration.ofSeconds(9), new FakeClock());

  @Test
  void aFirstTaskTakesWhatItsSuiteThinks() {
    try (Progress progress = new Progress(3, Settings.quick(), Map.of(), false)) {
      assertEquals(SECOND, progress.expected(task("jcr", false)));
      assertEquals(Duration.ofSeconds(9), progress.expected(task("vm", true)));
    }
  }

  @Test
  void laterOnesTakeWhatTheyTook() {
    try (Progress progress = new Progress(3, Settings.quick(), Map.of(), false)) {
      progress.done(task("jcr", false), Duration.ofSeconds(4));
      assertEquals(Duration.ofSeconds(4), progress.expected(task("jcr", false)));
      assertEquals(SECOND, progress.expected(task("runc", false)), "another subject");
    }
  }

  /// A machine that gets busier is noticed after a few tasks.
  @Test
  void theLastOneCountsMost() {
    try (Progress progress = new Progress(3, Settings.quick(), Map.of(), false)) {
      progress.done(task("jcr", false), Duration.ofSeconds(4));
      progress.done(task("jcr", false), Duration.ofSeconds(8));
      assertEquals(Duration.ofSeconds(6), progress.expected(task("jcr", false)));
      progress.done(task("jcr", false), Duration.ofSeconds(10));
      assertEquals(Duration.ofSeconds(8), progress.expected(task("jcr", false)));
    }
  }

  private Task task(String id, boolean machine) {
    var subject = machine ? Players.machine(id) : Players.container(id);
    return new Task(suite, GROUP, subject.subject(), 1, true, 0);
  }
}
