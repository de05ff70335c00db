package io.jcr.plugins.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.sample.SampleLog;
import io.jcr.plugins.bench.statistics.RankTest;
import io.jcr.plugins.bench.subject.Subjects.Measured;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Settings;
import io.jcr.plugins.bench.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is measured in the time that there is, by a fake clock.
class MeasuringTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();
  private final List<Measured> subjects =
      List.of(
          Players.container("bare"),
          Players.container("bare-again"),
          Players.container("jcr"),
          Players.machine("vm-tcg"));

  @BeforeEach
  void aMachineThatIsBusy() throws IOException {
    Files.writeString(directory.resolve("stat"), "cpu 1 2 3\nprocs_running 4\n");
  }

  @Test
  void withoutALimitAllIsMeasured() throws Exception {
    TimedSuite suite = suite("boot", "sequential", 3, SECOND, SECOND);
    String ended = measure(Settings.full().limitedTo(0), suite);
    assertEquals(4 * 3, suite.measured.size());
    assertEquals("all 12 tasks were done; this session took 12 s", ended);
  }

  @Test
  void aQuietMachineHasTimeForMoreThanTheLeast() throws Exception {
    TimedSuite suite = suite("boot", "sequential", 12, Duration.ofMillis(100), SECOND);
    measure(Settings.quick(), suite);
    assertEquals(12, count(suite, "jcr"));
    assertEquals(4, count(suite, "vm-tcg"));
  }

  /// Each task takes a hundred times as long as on a quiet machine: there are fewer rounds, and
  /// still enough of them for a verdict.
  @Test
  void aBusyMachineHasTheRoundsThatAVerdictTakes() throws Exception {
    TimedSuite suite =
        suite("boot", "sequential", 12, Duration.ofSeconds(7), Duration.ofSeconds(30));
    String ended = measure(Settings.quick(), suite);
    long bare = count(suite, "bare") + count(suite, "bare-again");
    assertTrue(
        RankTest.canDecide((int) count(suite, "jcr"), (int) bare), suite.measured.toString());
    assertTrue(
        RankTest.canDecide((int) count(suite, "vm-tcg"), (int) bare), suite.measured.toString());
    assertTrue(
        ended.matches(
            "1\\d of 40 tasks were done in .*, as many as the time limit of 2 min 50 s allowed"),
        ended);
  }

  /// Twenty rounds of a container fit into one of a machine: the containers have theirs.
  @Test
  void aMachineThatTakesTooLongCostsNoContainerItsVerdict() throws Exception {
    TimedSuite suite = suite("cpu", "all", 12, Duration.ofSeconds(5), Duration.ofSeconds(130));
    measure(Settings.quick(), suite);
    assertTrue(count(suite, "jcr") >= 3, suite.measured.toString());
    assertEquals(0, count(suite, "vm-tcg"));
  }

  @Test
  void theMoreImportantTestHasItsRoundsFirst() throws Exception {
    TimedSuite boot =
        suite("boot", "sequential", 12, Duration.ofSeconds(8), Duration.ofSeconds(500));
    TimedSuite memory = suite("mem", "all", 12, Duration.ofSeconds(8), Duration.ofSeconds(500));
    measure(Settings.quick(), boot, memory);
    assertEquals(4, count(boot, "bare"));
    assertEquals(4, count(boot, "bare-again"));
    assertTrue(count(boot, "jcr") >= 3, boot.measured.toString());
    assertTrue(count(memory, "jcr") < 4, memory.measured.toString());
  }

  @Test
  void itNeverTakesLongerThanItsLimit() throws Exception {
    for (int seconds : List.of(1, 7, 13, 40, 161)) {
      TimedSuite suite =
          suite(
              "boot",
              "sequential",
              12,
              Duration.ofSeconds(seconds),
              Duration.ofSeconds(3L * seconds));
      long from = clock.getAsLong();
      measure(Settings.quick(), "s" + seconds, suite);
      long took = clock.getAsLong() - from;
      assertTrue(took <= Duration.ofSeconds(160).toNanos(), seconds + " s: " + took);
    }
  }

  /// What was spent before the first task, on checks and virtual machines' images, counts.
  @Test
  void theLimitIsThatOfTheWholeBench() throws Exception {
    TimedSuite suite = suite("boot", "sequential", 3, SECOND, SECOND);
    long began = clock.getAsLong() - Duration.ofSeconds(159).toNanos();
    String ended = measure(Settings.quick(), "late", began, () -> false, suite);
    assertEquals(0, suite.measured.size(), suite.measured.toString());
    assertTrue(ended.startsWith("0 of "), ended);
  }

  @Test
  void whatFailsIsASampleAndNoEnd() throws Exception {
    TimedSuite suite = suite("boot", "sequential", 3, SECOND, SECOND).failing("jcr");
    measure(Settings.quick(), suite);
    List<Sample> failed = samples("log").stream().filter(s -> s.failure() != null).toList();
    assertEquals(3, failed.size());
    assertEquals("jcr: it did not end", failed.getFirst().failure());
    assertEquals(3, count(suite, "bare"), "others go on");
  }

  @Test
  void whatWasDoneIsNotDoneAgain() throws Exception {
    TimedSuite first =
        suite("boot", "sequential", 2, Duration.ofSeconds(20), Duration.ofSeconds(20));
    measure(Settings.quick(), first);
    assertFalse(first.measured.isEmpty());
    TimedSuite second = suite("boot", "sequential", 2, SECOND, SECOND);
    String ended = measure(Settings.quick(), second);
    assertTrue(
        second.measured.stream().noneMatch(first.measured::contains), second.measured.toString());
    assertEquals(8, first.measured.size() + second.measured.size());
    assertTrue(ended.startsWith("all 8 tasks"), ended);
    assertEquals(8, samples("log").size());
  }

  /// Ctrl-C kills the subject under its hands: the numbers of that task are worth nothing.
  @Test
  void whatIsMeasuredWhileTheEndBeginsIsThrownAway() {
    TimedSuite suite = suite("boot", "sequential", 2, SECOND, SECOND);
    assertThrows(
        InterruptedException.class,
        () -> measure(Settings.quick(), "log", clock.getAsLong(), () -> true, suite));
    assertEquals(1, suite.measured.size());
    assertEquals(List.of(), read("log"));
  }

  /// A task draws from the seed and its own name, so that resuming changes nothing.
  @Test
  void chanceDependsOnTheSeedAndTheTask() throws Exception {
    TimedSuite one = suite("boot", "sequential", 2, SECOND, SECOND);
    TimedSuite again = suite("boot", "sequential", 2, SECOND, SECOND);
    measure(Settings.quick(), "one", one);
    measure(Settings.quick(), "again", again);
    assertEquals(one.drawn, again.drawn);
    assertNotEquals(one.drawn.get(0), one.drawn.get(1));
  }

  @Test
  void theLoadIsLookedAtBeforeEachTask() throws Exception {
    OthersRunning others = new OthersRunning(directory);
    TimedSuite suite = suite("boot", "sequential", 2, SECOND, SECOND);
    try (SampleLog log = SampleLog.open(directory.resolve("log"))) {
      Plan plan = Plan.of(List.of(suite), subjects, Settings.quick(), 1);
      new Measuring(log, Settings.quick(), 1, clock.getAsLong(), clock, others, () -> false)
          .measure(plan, Map.of(), false);
    }
    assertEquals(3, others.average(), 0, "four are runnable, and we are one of them");
  }

  private String measure(Settings settings, Suite... suites) throws Exception {
    return measure(settings, "log", suites);
  }

  private String measure(Settings settings, String file, Suite... suites) throws Exception {
    return measure(settings, file, clock.getAsLong(), () -> false, suites);
  }

  private String measure(
      Settings settings, String file, long began, BooleanSupplier ending, Suite... suites)
      throws Exception {
    Plan plan = Plan.of(List.of(suites), subjects, settings, 1);
    try (SampleLog log = SampleLog.open(directory.resolve(file))) {
      OthersRunning others = new OthersRunning(directory);
      return new Measuring(log, settings, 1, began, clock, others, ending)
          .measure(plan, Map.of(), false);
    }
  }

  private List<Sample> samples(String file) throws IOException {
    return SampleLog.samplesIn(directory.resolve(file));
  }

  private List<Sample> read(String file) {
    try {
      return samples(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long count(TimedSuite suite, String subject) {
    return suite.measured.stream().filter(task -> task.contains("/" + subject + "/")).count();
  }

  private TimedSuite suite(
      String name, String group, int rounds, Duration container, Duration machine) {
    return new TimedSuite(
        name, List.of(new Group(group, rounds, false)), container, machine, clock);
  }
}
