package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a plan says of itself; its order is in the tests named after what is ordered.
class LaunchPlannerTest {
  private final PlannedLaunch launch = new PlannedLaunch();

  @Test
  void everyStepHasTheNameOfWhoAskedForIt() {
    Map<InitOp, String> expected =
        Map.of(
            launch.joined,
            "limiter cgroup-v1",
            launch.overlay,
            "filesystem overlay",
            launch.pivot,
            "filesystem overlay",
            launch.connected,
            "network veth",
            new InitOp.Setsid(),
            "jcr");
    List<Step> steps = launch.plan().inside();
    assertAll(
        expected.entrySet().stream()
            .map(e ->
                () ->
                    assertTrue(steps.contains(new Step(e.getValue(), e.getKey())), e.toString())));
  }

  @Test
  void theNotesOfTheLimiterAndTheTraceArePassedOn() {
    assertEquals(1, launch.plan().notes().size());
    assertTrue(launch.plan().trace());
  }
}
