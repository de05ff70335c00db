package io.jcr.plugins.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.statistics.RankTest;
import io.jcr.plugins.bench.subject.SubjectSpec;
import io.jcr.plugins.bench.suite.Settings;
import io.jcr.plugins.bench.suite.Suite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickLookTest {
  @Test
  void itHasEnoughRoundsForAVerdict() {
    int least = Settings.quick().least();
    assertTrue(RankTest.canDecide(least, 2 * (least + 1)), "a container");
    assertTrue(RankTest.canDecide(2, 2 * (least + 1)), "a virtual machine");
    assertTrue(RankTest.canDecide(least + 1, least + 1), "bare against itself");
    assertTrue(Settings.quick().limitSeconds() < 180);
  }

  @Test
  void everySuiteHasAContainerToCompare() {
    for (Suite suite : Suite.all(Path.of("/"), Path.of("/"))) {
      assertTrue(
          QuickLook.subjects().stream()
              .anyMatch(spec -> spec.name().equals("jcr") && spec.suites().contains(suite.name())),
          suite.name());
    }
  }

  @Test
  void theReportSaysWhatIsMissing() {
    String said = String.join("\n", QuickLook.leftOut(request(List.of())));
    assertTrue(said.contains("Subjects: ") && said.contains("for a virtual machine 4"), said);
    assertEquals(2, QuickLook.leftOut(request(List.of("jcr"))).size());
  }

  @Test
  void peersAreTwoAtMost() {
    assertTrue(QuickLook.subjects().stream().filter(SubjectSpec::peer).count() <= 2);
  }

  private static Request request(List<String> subjects) {
    return new Request("jcr bench", List.of("boot"), subjects, true, 1, 1, 1, Settings.quick());
  }
}
