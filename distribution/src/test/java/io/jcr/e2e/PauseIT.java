package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers that are frozen, and what can be done with them then.
@WithJcr
class PauseIT {
  @Test
  void allProcessesStopUntilTheyGoOn(Jcr jcr) {
    Requires.controller("freezer");
    try (Detached one = Detached.offline(jcr, "one", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      Path state = Cgroups.of(one.container(), "freezer").resolve("freezer.state");
      jcr.call("unpause", "one").failed(2, "jcr: container 'one' is not paused");
      one.does("pause");
      Await.until("it is frozen", () -> Cgroups.read(state).equals("FROZEN"));
      assertTrue(jcr.call("ps").succeeded().output().contains(" (Paused)"));
      jcr.call("pause", "one").failed(2, "jcr: container 'one' is paused already");
      jcr.call("exec", "one", "true").failed(2, "jcr: container 'one' is paused .*");
      one.does("kill", "-s", "USR1");
      assertEquals(1, one.log().size(), one.log()::toString);
      one.does("unpause");
      one.awaitLog("stdout F SIGUSR1.*");
      assertEquals("THAWED", Cgroups.read(state));
      one.does("stop");
      jcr.call("pause", "one").failed(2, "jcr: container 'one' is not running: it is stopped");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop -t -1", "kill", "rm -f", "restart -t 0"})
  void aFrozenContainerEndsAllTheSame(String command, Jcr jcr) {
    Requires.controller("freezer");
    try (Detached one = Detached.offline(jcr, "one", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      Proc container = one.container();
      one.does("pause");
      one.does(command.split(" "));
      Await.until("its process has ended", () -> !container.isAlive());
    }
  }
}
