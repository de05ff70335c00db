package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `jcr doctor` says can run, runs; what it says cannot is refused for the same reason.
@WithJcr
class DoctorIT {
  private static final String NETNS = "jcr-it-doctor";
  private static final String PEER = "jcr-it-doctor-peer";

  @TempDir Path dir;

  @Test
  void theDefaultsRunHere(Jcr jcr) {
    jcr.call("doctor").succeeded();
    assertTrue(jcr.call("doctor", "--format=json").succeeded().json().get("defaultsRun").flag());
  }

  @Test
  void itNamesOneDefaultOfEachKind(Jcr jcr) {
    String text = jcr.call("doctor").succeeded().output();
    for (String option : List.of("--ns=", "--fs=", "--net=", "--limiter=")) {
      List<String> defaults =
          text.lines()
              .filter(line -> line.contains(" " + option) && line.endsWith(" default"))
              .toList();
      assertEquals(1, defaults.size(), () -> option + " in " + text);
    }
  }

  @Test
  void whatItSaysCanRunRunsAndTheRestIsRefusedForItsReason(Jcr jcr) {
    Requires.command("ip", "iproute2");
    Jcr.host("ip", "netns", "add", NETNS);
    try (Started peer = jcr.start("--name=" + PEER, "--", "sig-print")) {
      peer.awaitLine("ready.*");
      int supported = 0;
      for (Json backend : backends(jcr)) {
        Result run = jcr.run(option(backend), "--", "echo", "ran");
        if (backend.get("name").text().equals("cni") && run.status() == 2) {
          // It has no network of its own to offer; with one it is run by CniIT.
          assertTrue(run.errors().startsWith("jcr: --net=cni: "), run::toString);
        } else if (backend.get("supported").flag()) {
          assertEquals("ran", run.exited(0).line(), option(backend));
          supported++;
        } else {
          assertRefusedFor(backend, run);
        }
      }
      assertTrue(supported >= 12, supported + " backends run");
    } finally {
      Jcr.host("ip", "netns", "del", NETNS);
    }
  }

  @Test
  void theHelpOfRunNamesThemAll(Jcr jcr) {
    String help = jcr.call("run", "--help").exited(0).output().replaceAll("\\s+", " ");
    for (Json backend : backends(jcr)) {
      String option = " --" + backend.get("spi").text() + "=BACKEND ";
      String text = help.substring(help.indexOf(option) + option.length()).split(" --", 2)[0];
      assertTrue(
          text.matches(".*[ ]" + backend.get("name").text() + "[ ,.:].*"),
          () -> backend.get("name").text() + " in the help of" + option + ": " + text);
    }
  }

  /// What lacks one capability is refused for that one, and all else runs.
  @ParameterizedTest
  @CsvSource({
    "net_admin, CAP_NET_ADMIN, net veth",
    "dac_override, CAP_DAC_OVERRIDE, limiter cgroup-v1",
    "sys_admin, CAP_SYS_ADMIN, ns clone"
  })
  void aMissingCapabilityIsTheReason(String dropped, String capability, String backend, Jcr jcr) {
    Jcr weak = jcr.through("setpriv", "--bounding-set=-" + dropped);
    String[] name = backend.split(" ", -1);
    Json probed =
        backends(weak).stream()
            .filter(one -> one.get("spi").text().equals(name[0]))
            .filter(one -> one.get("name").text().equals(name[1]))
            .findFirst()
            .orElseThrow();
    assertFalse(probed.get("supported").flag(), backend);
    assertTrue(probed.get("reason").text().startsWith(capability + " is missing"), backend);
    assertRefusedFor(probed, weak.run(option(probed), "--", "true"));
  }

  /// Nothing that is refused in a backend's own name was said to run.
  @Test
  void withoutPrivilegesNothingThatIsRefusedWasPromised(Jcr jcr) {
    Jcr nobody = jcr.asNobody().with("JCR_ROOT", dir.toString());
    assertFalse(nobody.call("doctor", "--format=json").exited(1).json().get("defaultsRun").flag());
    for (Json backend : backends(nobody)) {
      String kind = backend.get("spi").text();
      if (backend.get("supported").flag()) {
        assertEquals("net", kind, () -> backend + " needs privileges");
      } else if (kind.equals("ns")) {
        assertRefusedFor(backend, nobody.run(option(backend), "--", "true"));
      }
    }
  }

  private static List<Json> backends(Jcr jcr) {
    return jcr.call("doctor", "--format=json").json().get("backends").elements().toList();
  }

  /// The option that selects a backend, with what it has to be told.
  private static String option(Json backend) {
    String name = backend.get("name").text();
    String more =
        switch (name) {
          case "netns" -> ":" + NETNS;
          case "container" -> ":" + PEER;
          default -> "";
        };
    return "--" + backend.get("spi").text() + "=" + name + more;
  }

  private static void assertRefusedFor(Json backend, Result run) {
    String sentence = backend.get("reason").text() + " (" + backend.get("cure").text() + ")";
    run.failed(125, "jcr: [a-z]+ " + backend.get("name").text() + ": " + Pattern.quote(sentence));
  }
}
