package io.jcr.plugins.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.subject.Subjects.Measured;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Settings;
import io.jcr.plugins.bench.suite.Suite;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which tasks there are, in which order, and which of them come first when time is short.
class PlanTest {
  private static final Settings QUICK = Settings.quick();

  private final List<Measured> subjects =
      List.of(
          Players.container("bare"),
          Players.container("bare-again"),
          Players.container("jcr"),
          Players.machine("vm-tcg:net=tap"));

  @Test
  void aRoundHasEachTestOfEachSubjectOnce() {
    Plan plan = plan(1, suite("boot", new Group("sequential", 5, false)));
    for (int round = 1; round <= 3; round++) {
      int wanted = round;
      List<String> kinds =
          plan.tasks().stream().filter(task -> task.round() == wanted).map(Task::kind).toList();
      assertEquals(4, kinds.size());
      assertEquals(4, new HashSet<>(kinds).size(), kinds.toString());
    }
  }

  @Test
  void roundsComeOneAfterTheOther() {
    List<Integer> rounds =
        plan(1, suite("boot", new Group("sequential", 5, true))).tasks().stream()
            .map(Task::round)
            .toList();
    assertEquals(rounds.stream().sorted().toList(), rounds);
    assertEquals(0, rounds.getFirst(), "the warm-up");
  }

  @Test
  void onlyGroupsThatWantOneHaveAWarmUp() {
    Plan plan =
        plan(1, suite("boot", new Group("sequential", 5, true), new Group("cold", 5, false)));
    List<String> warm =
        plan.tasks().stream()
            .filter(task -> task.round() == 0)
            .map(task -> task.group().name())
            .distinct()
            .toList();
    assertEquals(List.of("sequential"), warm);
  }

  /// Whatever changes in the machine from minute to minute meets all subjects alike.
  @Test
  void theOrderWithinARoundIsDrawn() {
    Plan plan = plan(1, suite("boot", new Group("sequential", 12, false)));
    Map<Integer, List<String>> orders =
        plan.tasks().stream()
            .collect(
                Collectors.groupingBy(
                    Task::round,
                    Collectors.mapping(task -> task.subject().id(), Collectors.toList())));
    long firsts = orders.values().stream().map(List::getFirst).distinct().count();
    assertTrue(firsts > 1, "another subject begins in another round: " + orders);
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    Suite suite = suite("boot", new Group("sequential", 12, false));
    assertEquals(keys(plan(7, suite)), keys(plan(7, suite)));
    assertNotEquals(keys(plan(7, suite)), keys(plan(8, suite)));
  }

  @Test
  void aMachineHasFewerRounds() {
    Plan plan = plan(1, suite("cpu", new Group("all", 12, false)));
    assertEquals(12, rounds(plan, "jcr"));
    assertEquals(QUICK.machines(), rounds(plan, "vm-tcg:net=tap"));
  }

  @Test
  void aSubjectIsMeasuredByItsSuitesOnly() {
    List<Measured> some =
        List.of(Players.container("bare"), Players.container("jcr:net=host", "net"));
    List<Suite> suites =
        List.of(
            suite("boot", new Group("sequential", 2, false)),
            suite("net", new Group("host", 2, false)));
    List<String> kinds =
        Plan.of(suites, some, QUICK, 1).tasks().stream()
            .map(Task::kind)
            .distinct()
            .sorted()
            .toList();
    assertEquals(List.of("boot/sequential/bare", "net/host/bare", "net/host/jcr:net=host"), kinds);
  }

  /// Three of a container, two of a machine and four of each bare: what the rank test takes.
  @Test
  void theRoundsThatAVerdictTakesAreNeeded() {
    Plan plan = plan(1, suite("cpu", new Group("all", 12, false)));
    assertEquals(4, needed(plan, "bare"));
    assertEquals(4, needed(plan, "bare-again"));
    assertEquals(3, needed(plan, "jcr"));
    assertEquals(2, needed(plan, "vm-tcg:net=tap"));
  }

  @Test
  void withoutALeastNothingIsNeeded() {
    Settings none = new Settings(5, 1, List.of(10), 1, 5, 1, 0, 0, 1, 5, 1, 60);
    Plan plan = Plan.of(List.of(suite("cpu", new Group("all", 5, false))), subjects, none, 1);
    assertTrue(plan.tasks().stream().noneMatch(Task::needed));
  }

  @Test
  void startsComeBeforeWorkAndMachinesLast() {
    Plan plan =
        Plan.of(
            List.of(
                suite(
                    "boot", new Group("sequential", 1, false), new Group("parallel-10", 1, false)),
                suite("mem", new Group("all", 1, false))),
            subjects,
            QUICK,
            1);
    int start = rank(plan, "boot/sequential/jcr");
    int memory = rank(plan, "mem/all/jcr");
    int crowd = rank(plan, "boot/parallel-10/jcr");
    assertTrue(start < memory && memory < crowd, start + " " + memory + " " + crowd);
    assertTrue(rank(plan, "mem/all/vm-tcg:net=tap") > crowd, "a machine's work comes last");
  }

  /// On a busy machine a quick look had none of them, so that it compared no machine with anything.
  @Test
  void theStartAndTheMemoryOfAMachineComeBeforeTheRestOfTheWork() {
    Plan plan =
        Plan.of(
            List.of(
                suite("boot", new Group("sequential", 1, false)),
                suite("density", new Group("hold", 1, false)),
                suite("cpu", new Group("all", 1, false)),
                suite("io", new Group("all", 1, false))),
            subjects,
            QUICK,
            1);
    for (String test : List.of("boot/sequential", "density/hold")) {
      int machine = rank(plan, test + "/vm-tcg:net=tap");
      assertTrue(machine > rank(plan, test + "/jcr"), test);
      assertTrue(machine > rank(plan, "cpu/all/jcr"), test);
      assertTrue(machine < rank(plan, "io/all/jcr"), test);
    }
  }

  @Test
  void aKeySaysTheRoundAndAKindDoesNot() {
    Task task = plan(1, suite("boot", new Group("cold", 1, false))).tasks().getFirst();
    assertEquals(task.kind() + "/1", task.key());
    assertTrue(task.kind().startsWith("boot/cold/"), task.kind());
  }

  private static int rank(Plan plan, String kind) {
    return plan.tasks().stream()
        .filter(task -> task.kind().equals(kind))
        .findFirst()
        .orElseThrow()
        .rank();
  }

  private static long rounds(Plan plan, String subject) {
    return plan.tasks().stream().filter(task -> task.subject().id().equals(subject)).count();
  }

  private static long needed(Plan plan, String subject) {
    return plan.tasks().stream()
        .filter(task -> task.subject().id().equals(subject) && task.needed())
        .count();
  }

  private static List<String> keys(Plan plan) {
    return plan.tasks().stream().map(Task::key).toList();
  }

  private Plan plan(long seed, Suite suite) {
    return Plan.of(List.of(suite), subjects, QUICK, seed);
  }

  private static Suite suite(String name, Group... groups) {
    Duration second = Duration.ofSeconds(1);
    return new TimedSuite(name, List.of(groups), second, second, new FakeClock());
  }
}
