package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers that are started again when they end.
@WithJcr
class RestartPolicyIT {
  @Test
  void onFailureSoManyTimes(Jcr jcr) {
    try (Detached fails =
        Detached.offline(
            jcr, "fails", "--restart=on-failure:2", "--", "sh", "-c", "echo try; exit 4")) {
      Await.until("three tries", () -> fails.log().size() == 3);
      Await.until("it has ended", () -> jcr.call("ps", "-q", "-f", "name=fails").lines().isEmpty());
      assertEquals(4, fails.await());
      Json record = jcr.call("inspect", "fails").succeeded().json().elements().toList().getFirst();
      assertEquals("2", record.get("annotations.restarts").text());
      fails.does("start"); // counts anew
      Await.until("three more", () -> fails.log().size() == 6);
    }
  }

  @Test
  void whatSucceedsIsNoFailure(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--restart=on-failure", "--", "true")) {
      assertEquals(0, one.await());
      assertEquals(List.of(), one.log());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "kill"})
  void whatSomebodyEndedStaysSo(String command, Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--restart=always", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      one.does(command);
      one.await();
      // its successor, a jcr that looks whether it is to be started again, ends without doing so
      Await.until(
          "no jcr looks after it any more",
          () ->
              Proc.all().stream()
                  .noneMatch(p -> p.read("cmdline").orElse("").contains("--restarted")));
      assertEquals(List.of(), jcr.call("ps", "-q", "-f", "name=one").succeeded().lines());
      one.does("start");
      Await.until(
          "it is there again",
          () -> one.log().stream().filter(line -> line.contains("ready")).count() == 2);
    }
  }

  @Test
  void whatEndsByItselfComesBackUntilItIsStopped(Jcr jcr) {
    try (Detached one =
        Detached.offline(jcr, "one", "--restart=unless-stopped", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      Proc first = one.container();
      LibC.kill(first.pid(), LibC.SIGKILL);
      Await.until(
          "it is there again",
          () -> one.log().stream().filter(line -> line.contains("ready")).count() == 2);
      one.does("restart");
      Await.until(
          "it was restarted",
          () -> one.log().stream().filter(line -> line.contains("ready")).count() == 3);
    }
  }

  @Test
  void aFollowedLogGoesOnUntilItIsStopped(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--restart=always", "--", "sig-print");
        Started logs = jcr.launch(jcr.command("logs", "-f", "one"))) {
      logs.awaitLine("ready.*");
      LibC.kill(one.container().pid(), LibC.SIGKILL);
      logs.awaitLine("ready.*");
      one.does("stop");
      logs.awaitEnd().exited(0);
    }
  }

  /// By its policy and by hand: it has the layer that it had, and no other is left.
  @Test
  void whatItHasWrittenIsThereAfterARestart(Jcr jcr) {
    String script = "echo x >>/written; wc -l </written; test $(wc -l </written) = 2";
    try (Detached one =
        Detached.offline(jcr, "one", "--restart=on-failure:1", "--", "sh", "-c", script)) {
      one.awaitLog("stdout F 2");
      assertEquals(0, one.await());
      one.does("restart");
      one.awaitLog("stdout F 3");
    }
    assertFalse(Files.exists(Jcr.data("one")));
    assertFalse(Files.exists(Jcr.state("one").getParent().resolveSibling("data")));
  }

  @Test
  void contradictionsAreRefused(Jcr jcr) {
    jcr.run("-d", "--rm", "--restart=always", "--net=none", "--", "true")
        .failed(2, "jcr: --rm and --restart=always contradict each other .*");
    jcr.run("-d", "--restart=sometimes", "--net=none", "--", "true")
        .failed(2, "jcr: --restart=sometimes: allowed are .*");
  }
}
