package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What can be seen of containers in the background, of which all tests share two.
@WithJcr
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PsLogsIT {
  private Detached up;
  private Detached ended;

  @BeforeAll
  void start() {
    Requires.root();
    Jcr jcr = Jcr.built();
    up = Detached.offline(jcr, "ps-up", "--label=app=web", "--", "sig-print");
    ended =
        Detached.offline(
            jcr,
            "ps-ended",
            "--",
            "sh",
            "-c",
            "echo one; echo two; echo err >&2; printf 'b\\377n\\n'; printf rest; exit 3");
    up.awaitLog("stdout F ready.*");
    ended.await();
  }

  @AfterAll
  void remove() {
    for (Detached one : new Detached[] {up, ended}) {
      if (one != null) {
        one.close();
      }
    }
  }

  private static List<String> ps(Jcr jcr, String... options) {
    List<String> all = new ArrayList<>(List.of("ps", "--format=json"));
    all.addAll(List.of(options));
    return jcr.call(all.toArray(String[]::new))
        .succeeded()
        .json()
        .elements()
        .map(one -> one.get("name").text())
        .filter(name -> name.startsWith("ps-")) // the machine may have others
        .toList();
  }

  @Test
  void psListsTheNewestFirst(Jcr jcr) {
    assertEquals(List.of("ps-up"), ps(jcr));
    assertEquals(List.of("ps-ended", "ps-up"), ps(jcr, "-a"));
    assertEquals(List.of("ps-ended"), ps(jcr, "-l"));
    assertEquals(List.of("ps-ended"), ps(jcr, "--filter=exited=3"));
    assertEquals(List.of("ps-up"), ps(jcr, "-a", "--filter=label=app=web"));
    assertEquals(List.of(), ps(jcr, "-a", "--filter=label=app=web", "--filter=name=ended"));
    jcr.call("ps", "--filter=x").failed(2, "jcr: --filter=x: expected KEY=VALUE; .*");
    jcr.call("ps", "ps-up").failed(2, "jcr: ps takes no names: .*");
  }

  @Test
  void psListsTheLastOnesAndHowMuchTheyHaveWritten(Jcr jcr) {
    assertEquals(List.of("ps-ended"), ps(jcr, "-n", "1"));
    assertEquals(List.of("ps-ended", "ps-up"), ps(jcr, "--last=2"));
    assertEquals(List.of(), ps(jcr, "-n0"));
    jcr.call("ps", "-n", "-1").failed(2, "jcr: --last=-1: expected a number of containers");
    try (Detached one =
        Detached.offline(jcr, "ps-writer", "sh", "-c", "head -c 12345 /dev/zero >/file")) {
      one.await();
      List<String> lines = jcr.call("ps", "-l", "-s").succeeded().lines();
      assertTrue(lines.getFirst().endsWith("NAME        SIZE"), lines.getFirst());
      assertTrue(lines.get(1).endsWith("ps-writer   12.3kB"), lines.get(1));
      Json json = jcr.call("ps", "-l", "--size", "--format=json").succeeded().json();
      assertEquals(12345, json.with("name", "ps-writer").get("size").number());
    }
  }

  @Test
  void psSaysHowTheyAre(Jcr jcr) {
    List<String> lines = jcr.call("ps", "-a").succeeded().lines();
    assertTrue(
        lines
            .getFirst()
            .matches("CONTAINER ID +COMMAND +CREATED +STATUS +NET +ADDRESS +PORTS +NAME"));
    assertTrue(
        lines
            .get(1)
            .matches("[0-9a-f]{12} +\"sh -c .*…\" .* Exited \\(3\\) .* ago +none +ps-ended"));
    assertTrue(
        lines.get(2).matches("[0-9a-f]{12} +\"sig-print\" .* Up .* +none +ps-up"), lines.get(2));
    Json json = jcr.call("ps", "-a", "--format=json").succeeded().json();
    assertEquals(3, json.with("name", "ps-ended").get("exitStatus").number());
    assertEquals(up.container().pid(), json.with("name", "ps-up").get("pid").number());
  }

  @Test
  void psPrintsIds(Jcr jcr) {
    String id = jcr.call("ps", "-q", "--no-trunc", "-f", "name=ps-up").succeeded().line();
    assertTrue(id.matches("[0-9a-f]{64}"), id);
    assertEquals(id.substring(0, 12), jcr.call("ps", "-q", "-f", "name=ps-").succeeded().line());
    assertEquals(List.of("ps-up"), ps(jcr, "--filter=id=" + id.substring(0, 5)));
    assertEquals(List.of("ps-ended"), ps(jcr, "-a", "--filter=since=ps-up"));
    assertEquals(List.of("ps-up"), ps(jcr, "-a", "--filter=before=ps-ended"));
    assertEquals(
        List.of("ps-ended", "ps-up"), ps(jcr, "--filter=status=exited", "--filter=status=running"));
  }

  @Test
  void logsPrintWhatWasWrittenToWhereItWas() throws IOException {
    Process logs =
        new ProcessBuilder(Jcr.built().command("logs", "ps-ended"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] expected = {
      'o', 'n', 'e', '\n', 't', 'w', 'o', '\n', 'b', (byte) 255, 'n', '\n', 'r', 'e', 's', 't', '\n'
    };
    assertEquals(Arrays.toString(expected), Arrays.toString(logs.getInputStream().readAllBytes()));
  }

  @Test
  void logsPrintPartsOfIt(Jcr jcr) {
    assertEquals("err\n", jcr.call("logs", "ps-ended").exited(0).errors());
    assertEquals("rest", jcr.call("logs", "--tail=1", "ps-ended").exited(0).line());
    assertEquals("", jcr.call("logs", "--tail=0", "ps-e").succeeded().output());
    assertEquals("", jcr.call("logs", "--until=2020-01-01T00:00:00Z", "ps-e").exited(0).output());
    assertEquals("", jcr.call("logs", "--since=4000000000", "ps-e").exited(0).output());
    assertTrue(
        jcr.call("logs", "-t", "--since=1h", "ps-up")
            .succeeded()
            .lines()
            .getFirst()
            .matches("\\S+Z ready.*"));
  }

  @Test
  void logsAreFollowedUntilTheEnd(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--", "sig-print");
        Started logs = jcr.launch(jcr.command("logs", "-f", "one"))) {
      logs.awaitLine("ready.*");
      one.does("kill", "-s", "USR1");
      logs.awaitLine("SIGUSR1.*");
      one.does("stop");
      assertEquals(
          List.of("SIGTERM"),
          logs.awaitEnd().succeeded().lines().stream()
              .map(line -> line.split(" ", 2)[0])
              .filter("SIGTERM"::equals)
              .toList());
    }
  }

  @Test
  void attachShowsItAndPassesSignalsOn(Jcr jcr) {
    int served = Resident.isShared() ? Resident.served(Resident.status(jcr)) : 0;
    try (Started attached = jcr.launch(jcr.command("attach", "ps-up"))) {
      if (Resident.isShared()) {
        Await.until(
            "a session has attached it",
            () -> {
              String status = Resident.status(jcr);
              return Resident.served(status) > served && status.contains(" 0 sessions");
            });
      } else {
        Await.until("the JVM is there", () -> attached.java().isPresent());
        Await.until("the JVM is gone: it is attached", () -> attached.java().isEmpty());
      }
      Await.until(
          "a signal arrives",
          () -> {
            attached.signal(LibC.SIGUSR2);
            return attached.output().text().contains("SIGUSR2");
          });
      attached.signal(LibC.SIGKILL);
      attached.awaitEnd().exited(137);
    }
    assertTrue(up.container().isAlive());
  }

  @Test
  void topShowsProcessesWithThePidsOfTheHost(Jcr jcr) {
    List<String> lines = jcr.call("top", "ps-up").succeeded().lines();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.getLast().matches(up.container().pid() + " .* 0:\\d\\d +sig-print"));
  }

  @Test
  void wrongInputIsOneSentence(Jcr jcr) {
    for (String command : List.of("logs", "attach", "top")) {
      jcr.call(command, "nosuch").failed(2, "jcr: no container 'nosuch': .*");
      jcr.call(command, "ps-").failed(2, "jcr: container 'ps-' could be any of ps-ended, ps-up");
      jcr.call(command).failed(2, "jcr: " + command + ": expected the name of one container, .*");
    }
    jcr.call("attach", "ps-e").failed(2, "jcr: container 'ps-ended' is not running: .*");
    jcr.call("top", "ps-e").failed(2, "jcr: container 'ps-ended' is not running: .*");
    jcr.call("logs", "--tail=x", "ps-e").failed(2, "jcr: --tail=x: expected .*");
    jcr.call("logs", "--since=x", "ps-e").failed(2, "jcr: --since=x: expected .*");
    jcr.call("attach", "--detach-keys=nope,", "ps-up").failed(2, "jcr: --detach-keys.*");
  }

  @Test
  void oneInTheForegroundHasNoLogAndCannotBeAttachedTo(Jcr jcr) {
    try (Started run = jcr.start("--name=fore", "--net=none", "--", "sig-print")) {
      run.awaitLine("ready.*");
      jcr.call("logs", "fore").failed(2, "jcr: container 'fore' has no log: .*");
      jcr.call("attach", "fore").failed(2, "jcr: container 'fore' runs in the foreground .*");
      assertEquals("fore", jcr.call("stop", "fore").succeeded().line());
      run.awaitEnd().exited(0);
    }
  }
}
