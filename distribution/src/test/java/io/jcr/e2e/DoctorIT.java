package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What `jcr doctor` says can run, runs.
@WithJcr
class DoctorIT {
  /// What backends need to know beside their names.
  private static final Map<String, String> NEEDS_MORE =
      Map.of("container", "a container", "netns", "a namespace", "setns", "a process");

  @Test
  void theDefaultsRunHere(Jcr jcr) {
    jcr.call("doctor").succeeded();
    assertTrue(jcr.call("doctor", "--format=json").succeeded().json().get("defaultsRun").flag());
  }

  @Test
  void whatItSaysCanRunRuns(Jcr jcr) {
    List<Json> backends =
        jcr.call("doctor", "--format=json").succeeded().json().get("backends").elements().toList();

    assertTrue(backends.size() >= 8);
    for (Json backend : backends) {
      String option = "--" + backend.get("spi").text() + "=" + backend.get("name").text();
      if (NEEDS_MORE.containsKey(backend.get("name").text())) {
        continue;
      }
      Result run = jcr.run(option, "--", "echo", "ran");
      if (backend.get("supported").flag()) {
        assertEquals("ran", run.exited(0).line(), option);
      } else {
        run.failed(125, "jcr: .*");
      }
    }
  }

  @Test
  void withoutPrivilegesTheDefaultsDoNotRun(Jcr jcr) {
    Result doctor =
        jcr.through("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            .call("doctor", "--format=json")
            .exited(1);
    assertFalse(doctor.json().get("defaultsRun").flag());
    assertTrue(doctor.output().contains("CAP_SYS_ADMIN is missing"));
  }
}
