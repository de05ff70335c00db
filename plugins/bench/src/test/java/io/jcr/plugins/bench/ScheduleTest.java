package io.jcr.plugins.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Settings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whether there is time for a task: ten seconds are kept for the report.
class ScheduleTest {
  private static final Duration EACH = Duration.ofSeconds(10);
  private static final Group GROUP = new Group("all", 9, false);

  private final TimedSuite suite =
      new TimedSuite("cpu", List.of(GROUP), EACH, EACH, new FakeClock());

  @Test
  void withoutALimitThereIsAlwaysTime() {
    Schedule schedule = schedule(0);
    assertTrue(schedule.fits(task(1, false, 0), Duration.ofDays(1), List.of()));
    assertEquals(
        Duration.ofSeconds(20),
        schedule.remaining(Duration.ofDays(1), List.of(task(1, false, 0), task(2, false, 0))));
  }

  @Test
  void aTaskFitsIfItEndsBeforeTheReport() {
    Schedule schedule = schedule(60);
    Task task = task(1, false, 0);
    assertTrue(schedule.fits(task, Duration.ofSeconds(39), List.of()));
    assertFalse(schedule.fits(task, Duration.ofSeconds(40), List.of()));
    assertFalse(schedule.fits(task, Duration.ofSeconds(90), List.of()));
  }

  @Test
  void whatIsNotNeededLeavesRoomForWhatIs() {
    Schedule schedule = schedule(60);
    List<Task> rest = List.of(task(2, true, 9), task(3, true, 9));
    assertTrue(schedule.fits(task(1, false, 0), Duration.ofSeconds(19), rest));
    assertFalse(schedule.fits(task(1, false, 0), Duration.ofSeconds(20), rest));
  }

  @Test
  void whatIsNotNeededEitherCostsNothing() {
    List<Task> rest = List.of(task(2, false, 0), task(3, false, 0), task(4, false, 0));
    assertTrue(schedule(60).fits(task(1, false, 5), Duration.ofSeconds(39), rest));
  }

  /// The more important test gets its rounds first, and loses none for the others.
  @Test
  void whatIsNeededLeavesRoomForWhatIsMoreImportant() {
    Schedule schedule = schedule(60);
    Duration used = Duration.ofSeconds(25);
    assertFalse(schedule.fits(task(1, true, 5), used, List.of(task(2, true, 1), task(3, true, 5))));
    assertTrue(schedule.fits(task(1, true, 1), used, List.of(task(2, true, 5), task(3, true, 5))));
  }

  @Test
  void theRestTakesNoLongerThanTheLimitAllows() {
    Schedule schedule = schedule(60);
    List<Task> three = List.of(task(1, true, 0), task(2, true, 0), task(3, true, 0));
    assertEquals(Duration.ofSeconds(30), schedule.remaining(Duration.ofSeconds(5), three));
    assertEquals(Duration.ofSeconds(15), schedule.remaining(Duration.ofSeconds(35), three));
    assertEquals(Duration.ZERO, schedule.remaining(Duration.ofMinutes(5), three));
  }

  private static Schedule schedule(long limitSeconds) {
    return new Schedule(Settings.quick().limitedTo(limitSeconds), task -> EACH);
  }

  private Task task(int round, boolean needed, int rank) {
    return new Task(suite, GROUP, Players.container("jcr").subject(), round, needed, rank);
  }
}
