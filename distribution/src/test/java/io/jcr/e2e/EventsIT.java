package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `jcr events`: what is written down of containers, by whoever does it.
@WithJcr
class EventsIT {
  private static final int SIGINT = 2;

  @TempDir Path directory;

  /// What earlier tests, or earlier runs of this one, wrote down stays on the machine.
  private final String since = "--since=" + Instant.now();

  /// Its actions, the oldest first.
  private List<String> actions(Jcr jcr, String... options) {
    return events(jcr, options).stream().map(one -> one.get("action").text()).toList();
  }

  private List<Json> events(Jcr jcr, String... options) {
    List<String> line = new ArrayList<>(List.of("events", "--format=json", since));
    line.addAll(Arrays.asList(options));
    return jcr.call(line.toArray(String[]::new)).succeeded().lines().stream()
        .map(Json::parse)
        .toList();
  }

  @Test
  void aRunInTheForegroundHasABeginningAndAnEnd(Jcr jcr) {
    jcr.run("--net=none", "--name=ev-run", "--label=app=x", "--", "sh", "-c", "exit 3").exited(3);
    String filter = "--filter=container=ev-run";
    assertEquals(List.of("create", "start", "die", "destroy"), actions(jcr, filter));
    Json die = events(jcr, filter, "--filter=event=die", "--filter=label=app=x").getFirst();
    assertEquals(3, die.get("attributes.exitCode").number());
    assertEquals("x", die.get("attributes.app").text());
    String text = jcr.call("events", since, filter, "--filter=event=die").succeeded().line();
    assertTrue(
        text.matches("\\S+Z container die [0-9a-f]{64} \\(app=x, exitCode=3, name=ev-run\\)"),
        text);
  }

  @Test
  void aStartThatFailsHasNone(Jcr jcr) {
    jcr.run("--net=none", "--name=ev-fail", "--", "/no/such").exited(127);
    assertEquals(List.of(), actions(jcr, "--filter=container=ev-fail"));
  }

  @Test
  void aLifeInTheBackgroundIsWrittenDownByWhoeverDoesIt(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "ev-life", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      one.exec("ev-life", "sh", "-c", "exit 4").exited(4);
      one.does("kill", "-s", "USR1");
      one.does("pause");
      one.does("unpause");
      one.does("update", "--pids-limit=50");
      one.does("restart", "-t", "5");
      one.does("stop");
      one.does("rm");
      List<Json> all = events(jcr, "--filter=container=ev-life");
      assertEquals(
          List.of(
              "create start exec_create exec_start exec_die kill pause unpause update"
                  + " kill die stop start restart kill die stop destroy"),
          List.of(
              String.join(" ", all.stream().map(event -> event.get("action").text()).toList())));
      assertEquals(4, all.get(4).get("attributes.exitCode").number());
      assertEquals("sh -c exit 4", all.get(4).get("attributes.command").text());
      assertEquals(10, all.get(5).get("attributes.signal").number());
    }
  }

  @Test
  void aRenamedContainerIsTheSame(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "ev-old", "--", "sig-print")) {
      assertTrue(one.container().isAlive());
      jcr.call("rename", "ev-old", "ev-new").succeeded();
      jcr.call("stop", "ev-new").succeeded();
      List<Json> all = events(jcr, "--filter=container=ev-new");
      assertEquals("ev-old", all.getFirst().get("name").text(), "its first events too");
      assertEquals("ev-old", all.get(2).get("attributes.oldName").text());
      assertEquals("ev-new", all.getLast().get("name").text());
      jcr.call("rm", "-f", "ev-new").succeeded();
    }
  }

  @Test
  void memoryThatLackedIsToldBeforeTheEnd(Jcr jcr) {
    Requires.controller("memory");
    jcr.run(
            "--net=none",
            "--name=ev-oom",
            "--limit=memory:8M",
            "--",
            "sh",
            "-c",
            "dd if=/dev/zero of=/dev/null bs=64M count=1")
        .exited(137);
    assertEquals(
        List.of("create", "start", "oom", "die", "destroy"),
        actions(jcr, "--filter=container=ev-oom"));
  }

  /// Its supervisor cannot write its end: gc does, once.
  @Test
  void theEndOfOneWhoseSupervisorWasKilledIsWrittenOnce(Jcr jcr) {
    try (Started run = jcr.start("--name=ev-killed", "--net=none", "--", "sig-print")) {
      run.awaitLine("ready.*");
      String filter = "--filter=container=ev-killed";
      Await.until("it was written that it runs", () -> actions(jcr, filter).contains("start"));
      run.signal(LibC.SIGKILL);
      run.awaitEnd();
      jcr.call("gc").exited(0);
      jcr.call("gc").exited(0);
      assertEquals(List.of("create", "start", "die", "destroy"), actions(jcr, filter));
    }
  }

  @Test
  void whatHappensIsFollowedUntilCtrlC(Jcr jcr) {
    try (Started events = jcr.launch(jcr.command("events", "-f", "--filter=event=die"))) {
      Await.until(
          "a death is told",
          () -> {
            jcr.run("--net=none", "--name=ev-follow", "--", "true").exited(0);
            return events.output().text().contains("name=ev-follow)");
          });
      assertTrue(events.output().text().lines().allMatch(line -> line.contains(" die ")));
      events.signal(SIGINT);
      events.awaitEnd().exited(130);
    }
  }

  @Test
  void followingEndsAtATimeToCome(Jcr jcr) {
    jcr.run("--net=none", "--name=ev-until", "--", "true").exited(0);
    String until = Instant.now().plusSeconds(2).toString();
    List<String> lines =
        jcr.call(
                "events",
                "-f",
                since,
                "--until=" + until,
                "--filter=container=ev-until",
                "--filter=event=start")
            .succeeded()
            .lines();
    assertEquals(1, lines.size(), lines::toString);
  }

  @Test
  void manyAtOnceLoseNoneAndWriteNoneTwice(Jcr jcr) {
    List<Started> runs =
        IntStream.range(0, 8)
            .mapToObj(i -> jcr.start("--net=none", "--name=ev-many-" + i, "--", "true"))
            .toList();
    runs.forEach(run -> run.awaitEnd().exited(0));
    for (int i = 0; i < 8; i++) {
      assertEquals(
          List.of("create", "start", "die", "destroy"),
          actions(jcr, "--filter=container=ev-many-" + i));
    }
  }

  /// Neither a line that was cut off nor bytes of no text keep the others from being read.
  @Test
  void damagedLinesAreSkipped(Jcr jcr) throws IOException {
    String root = "--root=" + directory;
    jcr.run(root, "--net=none", "--name=a", "--", "true").exited(0);
    byte[] damage = {'{', '"', 't', 'i', 'm', 'e', '"', ':', '"', '2', (byte) 0xff, 0, '\n', '{'};
    Files.write(directory.resolve("events"), damage, StandardOpenOption.APPEND);
    jcr.run(root, "--net=none", "--name=b", "--", "true").exited(0);
    assertEquals(8, jcr.call("events", root).succeeded().lines().size());
  }

  /// A file that cannot be written is no reason not to run.
  @Test
  void aContainerRunsThoughNothingCanBeWrittenDown(Jcr jcr) throws IOException {
    Files.createDirectory(directory.resolve("events"));
    String root = "--root=" + directory;
    assertEquals("runs", jcr.run(root, "--net=none", "--", "echo", "runs").succeeded().line());
    jcr.call("create", root, "--name=c", "--net=none", "true").exited(0);
    jcr.call("rm", root, "c").succeeded();
  }

  @Test
  void wrongInputIsOneSentence(Jcr jcr) {
    jcr.call("events", "web").failed(2, "jcr: events takes no names: use --filter=container=web");
    jcr.call("events", "--filter=x=1").failed(2, "jcr: --filter=x=1: expected KEY=VALUE; .*");
    jcr.call("events", "--since=x").failed(2, "jcr: --since=x: expected a time .*");
    jcr.call("events", "--until=x").failed(2, "jcr: --until=x: expected a time .*");
    assertEquals("", jcr.call("events", "--root=" + directory).succeeded().output());
  }
}
