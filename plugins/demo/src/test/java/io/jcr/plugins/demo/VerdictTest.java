package io.jcr.plugins.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.model.Verdict.Outcome;
import io.jcr.plugins.demo.scene.Scene;
import io.jcr.plugins.demo.scene.Scenes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scenes' assertions, tried on evidence that was recorded, and on evidence that is wrong.
class VerdictTest {
  static Stream<Scene> scenes() {
    return Scenes.all().stream();
  }

  private static Verdict verdict(Scene scene, List<Observation> observations) {
    return Verdict.of(scene.claims(), new Evidence(observations));
  }

  private static List<Observation> recorded(Scene scene) {
    return RecordedDemo.evidence(scene.name()).observations();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void whatWasRecordedHolds(Scene scene) {
    Verdict verdict = verdict(scene, recorded(scene));
    assertEquals(Outcome.HOLDS, verdict.outcome(), () -> verdict.findings().toString());
  }

  /// A mechanism that is switched off makes the container what the control is.
  @ParameterizedTest
  @MethodSource("scenes")
  void withTheMechanismSwitchedOffEachContainerFails(Scene scene) {
    List<Observation> all = recorded(scene);
    for (int i = 0; i < all.size(); i++) {
      for (Observation control : all.stream().filter(Observation::control).toList()) {
        if (!all.get(i).control()) {
          List<Observation> mutated = new ArrayList<>(all);
          mutated.set(i, control.as(all.get(i).way(), false));
          assertEquals(Outcome.FAILS, verdict(scene, mutated).outcome(), control.way());
        }
      }
    }
  }

  /// A control that has the mechanism shows nothing.
  @ParameterizedTest
  @MethodSource("scenes")
  void aControlWithTheMechanismFails(Scene scene) {
    List<Observation> all = recorded(scene);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).control()) {
        List<Observation> mutated = new ArrayList<>(all);
        mutated.set(i, all.getFirst().as(all.get(i).way(), true));
        assertEquals(Outcome.FAILS, verdict(scene, mutated).outcome());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void oneSideProvesNothing(Scene scene) {
    List<Observation> all = recorded(scene);
    List<Observation> shown = all.stream().filter(seen -> !seen.control()).toList();
    List<Observation> controls = all.stream().filter(Observation::control).toList();
    assertEquals(Outcome.FAILS, verdict(scene, shown).outcome());
    assertEquals(Outcome.FAILS, verdict(scene, controls).outcome());
    assertEquals(Outcome.FAILS, verdict(scene, List.of()).outcome());
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void withoutFactsNoDecidingClaimHolds(Scene scene) {
    for (Observation seen : recorded(scene)) {
      Observation blank =
          new Observation(seen.way(), false, seen.commands(), seen.views(), Map.of());
      for (Claim claim : scene.claims()) {
        assertFalse(claim.decides() && claim.test().test(blank), claim.sentence());
      }
    }
  }

  /// Each claim has a fact on which it stands or falls.
  @ParameterizedTest
  @MethodSource("scenes")
  void everyClaimCanBeRefuted(Scene scene) {
    List<Observation> shown = recorded(scene).stream().filter(seen -> !seen.control()).toList();
    for (Claim claim : scene.claims()) {
      assertTrue(
          shown.stream().anyMatch(seen -> falls(claim, seen)),
          () -> "nothing refutes: " + claim.sentence());
    }
  }

  private static boolean falls(Claim claim, Observation seen) {
    return seen.facts().keySet().stream()
        .flatMap(fact -> Stream.of(with(seen, fact, ""), with(seen, fact, "another 1 2 3")))
        .anyMatch(changed -> !claim.test().test(changed));
  }

  private static Observation with(Observation seen, String fact, String value) {
    Map<String, String> facts = new HashMap<>(seen.facts());
    facts.put(fact, value);
    return new Observation(seen.way(), seen.control(), seen.commands(), seen.views(), facts);
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void aSceneHasAClaimThatDecidesAndAnEvidenceOfBothSides(Scene scene) {
    assertTrue(scene.claims().stream().anyMatch(Claim::decides));
    assertTrue(recorded(scene).stream().allMatch(seen -> seen.views().size() >= 2));
    assertTrue(recorded(scene).stream().noneMatch(seen -> seen.commands().isEmpty()));
  }

  @Test
  void namespacesAreShownInEachOfTheThreeWays() {
    for (Scene scene : Scenes.all()) {
      if (scene.name().endsWith("-namespace")) {
        List<String> ways = recorded(scene).stream().map(Observation::way).toList();
        assertEquals(List.of("clone", "unshare", "setns", "without"), ways, scene.name());
      }
    }
    assertEquals(
        7, Scenes.all().stream().filter(scene -> scene.name().endsWith("-namespace")).count());
  }

  /// A program of a forbidden name is found wherever it is.
  @Test
  void anotherRuntimeIsNoticedAmongThePrograms() {
    Scene scene = Scenes.named(List.of("system-calls")).getFirst();
    List<Observation> all = recorded(scene);
    for (String program :
        List.of("/usr/bin/runc", "/usr/sbin/runc (deleted)", "/usr/bin/unshare", "/bin/docker")) {
      Observation seen = all.getFirst();
      String programs = seen.fact("programs") + "\n" + program;
      assertNotEquals(
          Outcome.HOLDS,
          verdict(scene, List.of(with(seen, "programs", programs), all.getLast())).outcome(),
          program);
    }
  }
}
