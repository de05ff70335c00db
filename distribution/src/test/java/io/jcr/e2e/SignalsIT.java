package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signals to jcr are the container's; who is PID 1 there makes no difference.
@WithJcr
class SignalsIT {
  @ParameterizedTest
  @ValueSource(ints = {LibC.SIGTERM, LibC.SIGINT, LibC.SIGHUP, LibC.SIGQUIT, LibC.SIGUSR1})
  void withoutAHandlerTheyEndIt(int signal, Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sleep", "1000")) {
      Await.until("sleep runs", () -> container.container().name().equals(Optional.of("sleep")));
      container.signal(signal);

      assertEquals("", container.awaitEnd().exited(128 + signal).errors());
    }
  }

  @Test
  void withAHandlerItDecides(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sig-print", "--exit-code", "5")) {
      container.awaitLine("ready, pid 1");
      for (var signal :
          Map.of("SIGUSR1", LibC.SIGUSR1, "SIGHUP", LibC.SIGHUP, "SIGINT", LibC.SIGINT)
              .entrySet()) {
        container.signal(signal.getValue());
        container.awaitLine(signal.getKey() + " \\(" + signal.getValue() + "\\) from pid .*");
      }
      container.signal(LibC.SIGTERM);
      container.awaitLine("SIGTERM .*");

      assertEquals("", container.awaitEnd().exited(5).errors());
    }
  }

  @Test
  void anInitForwardsThem(Jcr jcr) {
    try (Started container =
        jcr.start("--net=none", "--init", "--", "sig-print", "--exit-code", "5")) {
      container.awaitLine("ready, pid 2");
      container.signal(LibC.SIGUSR2);
      container.awaitLine("SIGUSR2 .*");
      container.signal(LibC.SIGTERM);

      container.awaitEnd().exited(5);
    }
  }

  @Test
  void anInitReaps(Jcr jcr) {
    String script =
        "orphan-maker --orphans 5 --lifetime 0.1 >/dev/null; "
            + "while [ \"$(pidof orphan-maker)\" ]; do :; done; jcr-probe processes";
    Json seen = jcr.inside("--net=none", "--init", "--", "sh", "-c", script).json();

    assertEquals(List.of(), orphansIn(seen));
  }

  private static List<String> orphansIn(Json probe) {
    return probe
        .get("processes")
        .elements()
        .filter(one -> one.get("comm").text().equals("orphan-maker"))
        .map(Json::toString)
        .toList();
  }

  @Test
  void stopAndContinue(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sig-print")) {
      container.awaitLine("ready.*");
      container.container();
      container.signal(LibC.SIGSTOP);
      Await.until("jcr is stopped", () -> container.proc().state().orElseThrow().equals("T"));
      container.signal(LibC.SIGCONT);
      container.awaitLine("SIGCONT .*");
    }
  }

  @Test
  void whatIsSentTwiceArrivesTwice(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sig-print")) {
      container.awaitLine("ready.*");
      container.container();
      for (int i = 0; i < 5; i++) {
        container.signal(LibC.SIGUSR1);
        container.awaitLine("SIGUSR1 .*");
      }
    }
  }

  @Test
  void theKernelsKillOfTheContainerIsSeen(Jcr jcr) {
    try (Started container =
        jcr.start("--net=none", "--init", "--", "sh", "-c", "echo up; exec sleep 1000")) {
      container.awaitLine("up");
      LibC.kill(container.container().pid(), LibC.SIGKILL);

      container.awaitEnd().exited(137);
    }
  }
}
