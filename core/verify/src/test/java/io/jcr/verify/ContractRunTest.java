package io.jcr.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.plugin.CallWatch;
import io.jcr.plugin.Trust;
import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.Check.Outcome;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractRunTest {
  private static final Path HERE = Path.of("/nowhere");

  private static Subject subject(Map<String, String> options) {
    VerifyRequest request =
        new VerifyRequest(
            HERE,
            List.of(),
            HERE,
            HERE,
            HERE,
            Map.of(),
            Set.of("mine:flies", "swims"),
            false,
            Trust.inEverything(),
            CallWatch.NONE);
    return new Subject(
        Kind.NETWORK,
        Object.class,
        spi -> {
          throw new IllegalStateException("nothing is made here");
        },
        "mine",
        "acme/mine",
        options,
        StubHostFacts.bare(),
        HERE,
        request);
  }

  /// Run by the tests below, and by its name not by the build.
  @ExtendWith(SubjectParameter.class)
  static final class Sample {
    private final Subject subject;

    Sample(Subject subject) {
      this.subject = subject;
    }

    @Test
    void itIsCalledMine() {
      assertEquals("mine", subject.name());
    }

    @Test
    void itIsCalledYours() {
      assertEquals("yours", subject.name(), "its name");
    }

    @Test
    void itThrows() {
      throw new IllegalStateException("oh no");
    }

    @Test
    void itNeedsSomething() {
      assumeTrue(false, "no moon");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void oneOfThreeFails(int number) {
      assertTrue(number != 2, "two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void oneOfThreeIsMade(int number) {
      assumeTrue(number == 2, "not two");
    }
  }

  static final class Unmade {
    Unmade(int number) {}

    @Test
    void neverRuns() {}
  }

  @Test
  void eachTestIsACheckWithItsReason() {
    Map<String, Check> checks = new TreeMap<>();
    for (Check check : ContractRun.of("the group", Sample.class, subject(Map.of()))) {
      checks.put(check.name(), check);
      assertEquals("the group", check.group());
    }
    assertEquals(
        Map.of(
            "it is called mine", Outcome.OK,
            "it is called yours", Outcome.FAILED,
            "it throws", Outcome.FAILED,
            "it needs something", Outcome.SKIPPED,
            "one of three fails", Outcome.FAILED,
            "one of three is made", Outcome.OK),
        outcomes(checks));
    assertEquals(
        "its name ==> expected: <yours> but was: <mine>",
        checks.get("it is called yours").reason());
    assertEquals("IllegalStateException: oh no", checks.get("it throws").reason());
    assertEquals("no moon", checks.get("it needs something").reason());
    assertTrue(
        checks.get("one of three fails").reason().matches("(?s)\\[2\\].*: two.*"),
        checks.toString());
  }

  @Test
  void testsThatCannotBeMadeFail() {
    List<Check> checks = ContractRun.of("the group", Unmade.class, subject(Map.of()));
    assertEquals(List.of(Outcome.FAILED), checks.stream().map(Check::outcome).toList());
  }

  @Test
  void aSubjectIsSelectedWithItsOptions() {
    assertEquals("--net=acme/mine", subject(Map.of()).selection());
    assertEquals("--net=acme/mine:parent=lan0", subject(Map.of("parent", "lan0")).selection());
    assertEquals("--net=acme/mine:nat", subject(Map.of("nat", "")).selection());
  }

  @Test
  void whatItDoesNotDoIsSaidOfItOrOfAll() {
    assertTrue(subject(Map.of()).lacks("flies"));
    assertTrue(subject(Map.of()).lacks("swims"));
    assertEquals(false, subject(Map.of()).lacks("runs"));
  }

  private static Map<String, Outcome> outcomes(Map<String, Check> checks) {
    Map<String, Outcome> outcomes = new TreeMap<>();
    checks.forEach((name, check) -> outcomes.put(name, check.outcome()));
    return outcomes;
  }
}
