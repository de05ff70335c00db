package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Ending containers: asked, killed, removed, awaited.
@WithJcr
class StopKillIT {
  @Test
  void stopAsksWithSigtermAndTwoMayDoSoAtOnce(Jcr jcr) {
    try (Detached polite = Detached.offline(jcr, "polite", "--", "sig-print", "--exit-code=4")) {
      polite.awaitLog("stdout F ready.*");
      try (Started one = jcr.launch(jcr.command("stop", "-t", "-1", "polite"));
          Started two = jcr.launch(jcr.command("stop", "-t", "-1", "polite"));
          Started waits = jcr.launch(jcr.command("wait", "polite"))) {
        one.awaitEnd().succeeded();
        two.awaitEnd().succeeded();
        assertEquals("4", waits.awaitEnd().succeeded().line());
      }
      polite.awaitLog("stdout F SIGTERM.*");
      polite.does("stop");
      jcr.call("kill", "polite").failed(2, "jcr: container 'polite' is not running: it is stopped");
    }
  }

  @Test
  void whoDoesNotHearIsKilled(Jcr jcr) {
    try (Detached deaf =
        Detached.offline(
            jcr, "deaf", "--stop-signal=QUIT", "--stop-timeout=0", "--", "sig-print")) {
      deaf.awaitLog("stdout F ready.*");
      deaf.does("stop");
      int status = deaf.await();
      assertTrue(status == 137 || status == 128 + LibC.SIGQUIT, "exit status " + status);
    }
  }

  /// The kernel spares a PID 1 that has made no arrangements for a signal; -1 never kills.
  @Test
  void whoHasMadeNoArrangementsEndsToo(Jcr jcr) {
    try (Detached sleeper = Detached.offline(jcr, "sleeper", "--", "sleep", "1000")) {
      sleeper.does("stop", "-t", "-1");
      assertEquals(143, sleeper.await());
    }
  }

  @Test
  void killSendsAnySignalAndKillsWithout(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      one.does("kill", "-s", "usr2");
      one.awaitLog("stdout F SIGUSR2.*");
      jcr.call("kill", "-s", "NOPE", "one").failed(2, "jcr: --signal=NOPE: no such signal: .*");
      one.does("kill");
      assertEquals(137, one.await());
    }
  }

  @Test
  void oneThatFailsDoesNotKeepItFromTheOthers(Jcr jcr) {
    try (Detached a = Detached.offline(jcr, "several-a", "--", "sleep", "1000");
        Detached b = Detached.offline(jcr, "several-b", "--", "sleep", "1000")) {
      jcr.call("rm", "several-a").failed(2, "jcr: container 'several-a' is running: .*");
      jcr.call("stop", "several").failed(2, "jcr: .* could be any of several-a, several-b");
      Result stop = jcr.call("stop", "several-a", "nosuch", "several-b").exited(2);
      assertEquals(List.of("several-a", "several-b"), stop.lines());
      assertTrue(stop.errors().startsWith("jcr: no container 'nosuch': "), stop::toString);
      assertEquals(143, a.await());
      assertEquals(143, b.await());
      assertEquals(
          List.of("several-a", "several-b"),
          jcr.call("rm", "several-a", "several-b").succeeded().lines());
      assertFalse(Files.exists(Jcr.data("several-a")));
    }
  }

  @Test
  void rmForceKillsWhatRuns(Jcr jcr) {
    Detached one = Detached.offline(jcr, "one", "--restart=always", "--", "sig-print");
    one.awaitLog("stdout F ready.*");
    one.does("rm", "-f");
    assertFalse(Files.exists(Jcr.state("one")));
    assertFalse(Files.exists(Jcr.data("one")));
    jcr.call("rm", "one").failed(2, "jcr: no container 'one': .*");
  }

  @Test
  void aContainerWhoseSupervisorWasKilledEndsAndIsRemoved(Jcr jcr) {
    try (Detached orphan = Detached.offline(jcr, "orphan", "--", "sig-print")) {
      Proc container = orphan.container();
      LibC.kill(orphan.supervisor().pid(), LibC.SIGKILL);
      Await.until("it has ended", () -> !container.isAlive());
      jcr.gc();
      assertTrue(jcr.call("ps", "-a").succeeded().output().contains("orphan"));
      jcr.call("wait", "orphan")
          .failed(125, "jcr: container 'orphan': its exit status was not written down");
      orphan.does("rm");
    }
  }

  @Test
  void withoutANameTheyAreRefused(Jcr jcr) {
    for (String command : List.of("stop", "kill", "rm", "wait", "pause", "unpause", "restart")) {
      jcr.call(command).failed(2, "jcr: " + command + ": expected the name of a container");
    }
    jcr.call("stop", "-t", "soon", "x").failed(2, "jcr: (--time=soon: expected|no container).*");
  }
}
