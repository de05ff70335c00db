package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Containers that outlive the command that started them: what they leave while they live, when
/// they end, and when they are started again.
@WithJcr
class DetachedIT {
  @TempDir Path directory;

  @Test
  void itSurvivesTheTerminalThatItWasStartedFrom(Jcr jcr) {
    Pty terminal = new Pty(24, 80);
    Started run =
        jcr.launchIn(
            terminal, jcr.command("run", "-d", "--name=alive", "--net=none", "--", "sig-print"));
    run.awaitEnd().exited(0);
    try (Detached alive = new Detached(jcr, "alive")) {
      alive.awaitLog("stdout F ready.*");
      terminal.hangUp();
      alive.does("kill", "-s", "USR1");
      alive.awaitLog("stdout F SIGUSR1.*");
      assertTrue(alive.supervisor().isAlive());
      assertFalse(alive.log().toString().contains("SIGHUP"), alive.log()::toString);
    }
  }

  @Test
  void itsLogHasTheFormatOfTheContainerRuntimeInterface(Jcr jcr) throws IOException {
    try (Detached log =
        Detached.offline(jcr, "cri", "--", "sh", "-c", "echo out; echo err >&2; printf half")) {
      log.await();
      for (String line : Files.readAllLines(log.file("log"))) {
        assertTrue(
            line.matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z (stdout|stderr) [FP] .*"),
            line);
      }
      assertEquals(
          List.of("stderr F err", "stdout F half", "stdout F out"),
          log.log().stream().sorted().toList());
    }
  }

  @Test
  void itsLogIsRotated(Jcr jcr) throws IOException {
    try (Detached log =
        Detached.offline(
            jcr,
            "rotated",
            "--log-opt=max-size=1k",
            "--log-opt=max-file=3",
            "--",
            "sh",
            "-c",
            "for i in $(seq 200); do echo line $i; done")) {
      log.await();
      for (String file : List.of("log", "log.1", "log.2")) {
        assertTrue(Files.size(log.file(file)) <= 1024, file);
      }
      assertFalse(Files.exists(log.file("log.3")));
      List<String> lines = jcr.call("logs", "rotated").succeeded().lines();
      assertEquals("line 200", lines.getLast());
      assertEquals("line " + (200 - lines.size() + 1), lines.getFirst());
    }
  }

  @Test
  void howItEndedIsWrittenDown(Jcr jcr) throws IOException {
    try (Detached three = Detached.offline(jcr, "three", "--", "sh", "-c", "exit 3")) {
      assertEquals(3, three.await());
      Json exit = Json.parse(Files.readString(three.file("exit")));
      assertEquals(3, exit.get("exitStatus").number());
      assertEquals(0, exit.get("signal").number());
      assertFalse(exit.get("oomKilled").flag());
      assertTrue(
          exit.get("startedAt").text().compareTo(exit.get("finishedAt").text()) <= 0, "" + exit);
    }
  }

  @Test
  void thatItsMemoryLimitKilledItIsWrittenDown(Jcr jcr) throws IOException {
    Requires.controller("memory");
    try (Detached hog =
        Detached.offline(jcr, "hog", "--limit=memory:20M", "--", "memhog", "200M")) {
      assertEquals(137, hog.await());
      Json exit = Json.parse(Files.readString(hog.file("exit")));
      assertTrue(exit.get("oomKilled").flag(), "" + exit);
      assertEquals(9, exit.get("signal").number());
    }
  }

  @Test
  void withRmNothingStays(Jcr jcr) {
    Detached.offline(jcr, "gone", "--rm", "--", "true");
    Await.until("it has gone", () -> !Files.exists(Jcr.state("gone")));
    assertFalse(Files.exists(Jcr.data("gone")));
  }

  @Test
  void ofAStartThatFailedNothingStays(Jcr jcr) {
    Path file = directory.resolve("cid");
    jcr.run("-d", "--name=bad", "--net=none", "--cidfile=" + file, "--", "nosuch")
        .failed(127, "jcr: command 'nosuch' not found in the container's PATH .*");
    assertFalse(Files.exists(Jcr.state("bad")));
    assertFalse(Files.exists(Jcr.data("bad")));
    assertFalse(Files.exists(file));
  }

  @Test
  void aNameIsTakenAsLongAsItIsKept(Jcr jcr) {
    try (Detached first = Detached.offline(jcr, "taken", "--", "true")) {
      first.await();
      jcr.run("-d", "--name=taken", "--net=none", "--", "true")
          .failed(2, "jcr: container name 'taken' is taken: .*");
    }
  }

  @Test
  void aFileGetsItsNameOnce(Jcr jcr) throws IOException {
    Path file = directory.resolve("cid");
    try (Detached named = Detached.offline(jcr, "named", "--cidfile=" + file, "--", "true")) {
      String id = Files.readString(file);
      assertEquals(
          "named",
          jcr.call("ps", "-a", "--no-trunc", "--filter=id=" + id, "--format=json")
              .succeeded()
              .json()
              .elements()
              .toList()
              .getFirst()
              .get("name")
              .text());
      jcr.run("-d", "--net=none", "--cidfile=" + file, "--", "true")
          .failed(2, "jcr: --cidfile=.*: the file exists; .*");
      named.await();
    }
  }

  /// All that a container is stands in its config.json.
  @Test
  void aSecondStartMakesTheSameContainer(Jcr jcr) {
    String look =
        "jcr-probe ids uts capabilities noNewPrivileges seccomp signals cwd root umask environment"
            + " maskedPaths readonlyPaths hosts limits; echo end; echo x >>/tmp/starts;"
            + " exit $(wc -l </tmp/starts)";
    try (Detached again =
        Detached.offline(
            jcr,
            "again",
            "--user=1000:100",
            "--cap-drop=CHOWN",
            "--cap-add=NET_ADMIN",
            "--env=A=b c",
            "--workdir=/tmp",
            "--limit=pids:30",
            "--tmpfs=/mnt",
            "--hostname=other",
            "--",
            "sh",
            "-c",
            look)) {
      assertEquals(1, again.await());
      again.does("start");
      assertEquals(2, again.await(), "its writable layer was kept");
      List<Json> probes = again.probes();
      assertEquals(2, probes.size());
      assertEquals(probes.getFirst(), probes.getLast());
      assertTrue(probes.getFirst().members().size() >= 14, probes::toString);
    }
  }

  @Test
  void createdItIsWaitedForUntilItHasRun(Jcr jcr) {
    jcr.call("create", "--name=awaited", "--net=none", "--", "sh", "-c", "exit 5").exited(0);
    try (Detached one = new Detached(jcr, "awaited");
        Started wait = jcr.launch(jcr.command("wait", "awaited"))) {
      one.does("start");
      assertEquals("5", wait.awaitEnd().exited(0).line());
    }
  }

  @Test
  void createdItIsStartedOnceByTwoAtOnce(Jcr jcr) {
    String id =
        jcr.call("create", "--name=once", "--net=none", "--", "sig-print").succeeded().line();
    assertTrue(id.matches("[0-9a-f]{64}"), id);
    try (Detached once = new Detached(jcr, "once");
        Started one = jcr.launch(jcr.command("start", "once"));
        Started two = jcr.launch(jcr.command("start", "once"))) {
      List<Result> ends = List.of(one.awaitEnd(), two.awaitEnd());
      assertEquals(
          List.of(0, 2), ends.stream().map(Result::status).sorted().toList(), ends::toString);
      once.awaitLog("stdout F ready.*");
      assertEquals(1, once.log().size());
      jcr.call("start", "once").failed(2, "jcr: container 'once' is running");
    }
  }

  @Test
  void attachedItShowsItsOutputAndStatus(Jcr jcr) {
    jcr.call("create", "--name=shown", "--net=none", "-i", "--", "sh", "-c", "cat; exit 5")
        .succeeded();
    try (Detached shown = new Detached(jcr, "shown")) {
      Result end = jcr.callWithInput("typed\n", "start", "-a", "-i", shown.name()).exited(5);
      assertEquals("typed", end.line());
    }
  }

  /// Whoever is killed, and when: gc and rm leave nothing, and a container that is none of theirs
  /// in peace.
  @Test
  void killedAtRandomMoments(Jcr jcr) {
    Random random = new Random(4_711);
    try (Detached bystander = Detached.offline(jcr, "bystander", "--", "sig-print")) {
      long begin = System.nanoTime();
      Detached.run(jcr, "victim", "--net=veth", "--", "sleep", "1000").close();
      long span = System.nanoTime() - begin;
      for (int i = 0; i < 6; i++) {
        int victim = i % 3;
        try (Started run =
            jcr.start(
                "-d", "--name=victim", "--net=veth", "--limit=pids:9", "--", "sleep", "1000")) {
          LockSupport.parkNanos((long) (random.nextDouble() * span / 2));
          List<Proc> killed =
              switch (victim) {
                case 0 -> List.of(run.proc());
                case 1 -> run.java().stream().toList();
                default -> supervisors("victim");
              };
          killed.forEach(process -> LibC.kill(process.pid(), LibC.SIGKILL));
          run.awaitEnd();
        }
        jcr.gc();
        if (Files.exists(Jcr.state("victim"))) {
          jcr.call("rm", "-f", "victim").exited(0);
        }
        assertFalse(Files.exists(Jcr.data("victim")));
      }
      assertTrue(bystander.supervisor().isAlive());
      bystander.does("stop");
    }
  }

  /// The jcr-init that has the journal of a container open.
  private static List<Proc> supervisors(String name) {
    String journal = Jcr.state(name).resolve("undo").toString();
    return Proc.all().stream()
        .filter(process -> !process.name().orElse("java").equals("java"))
        .filter(process ->
            Stream.iterate(0, fd -> fd < 32, fd -> fd + 1)
                .anyMatch(fd -> process.link("fd/" + fd).filter(journal::equals).isPresent()))
        .toList();
  }
}
