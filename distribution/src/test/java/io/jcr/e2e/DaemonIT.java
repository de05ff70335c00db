package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `jcr daemon`: what it serves is what a Java of the caller's own would have done.
@WithJcr
class DaemonIT {
  private static final long SEED = 4_711;
  private static final int KILLS = 10;

  @TempDir Path directory;

  private Resident daemon(Jcr jcr, String... options) {
    return Resident.start(jcr, directory.resolve("planner.sock"), options);
  }

  @Test
  void statusAndStop(Jcr jcr) {
    Resident daemon = daemon(jcr);
    assertTrue(daemon.status().matches("pid \\d+, up \\d+ s, 0 sessions running, 0 served"));
    daemon.jcr().call("ps").succeeded();
    assertEquals(1, daemon.served());

    daemon.jcr().call("daemon").failed(2, "jcr: daemon: a planner is listening at .* already");
    daemon.close();

    daemon.jcr().call("daemon", "status").failed(3, "jcr: no planner is listening at .*");
    daemon.jcr().call("daemon", "stop").failed(3, "jcr: no planner is listening at .*");
    assertFalse(Files.exists(directory.resolve("planner.sock")));
    daemon.jcr().inside("--net=none", "--", "true");
  }

  @Test
  void endsWhenNobodyCalls(Jcr jcr) {
    Resident daemon = daemon(jcr, "--idle-timeout=1");

    daemon.process().awaitEnd().exited(0);

    assertFalse(Files.exists(directory.resolve("planner.sock")));
  }

  @Test
  void refusesABadTimeout(Jcr jcr) {
    Path socket = directory.resolve("planner.sock");
    jcr.call("daemon", "--socket=" + socket, "--idle-timeout=soon")
        .failed(2, "jcr: --idle-timeout=soon: expected a number of seconds, or 0");
    assertFalse(Files.exists(socket));
    jcr.call("daemon", "start")
        .failed(2, "jcr: daemon: expected nothing, stop or status, not 'start'");
  }

  @Test
  void sessionsDoNotShareDirectoryOrEnvironment(Jcr jcr) throws IOException {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path two = Files.createDirectory(directory.resolve("two"));
    Files.writeString(one.resolve("name"), "NAME=of one\n");
    Files.writeString(two.resolve("name"), "NAME=of two\n");
    try (Resident daemon = daemon(jcr.with("OF_DAEMON", "x"))) {
      Jcr called = daemon.jcr();
      String script = "read line; echo $NAME $MINE $OF_DAEMON $(cat /mnt/name)";
      List<String> words =
          List.of(
              "run",
              "-i",
              "--net=none",
              "--env-file=name",
              "-e",
              "MINE",
              "-v",
              ".:/mnt",
              "--",
              "sh",
              "-c",
              script);
      String[] line = words.toArray(String[]::new);
      Jcr ofOne = called.with("MINE", "1").in(one);
      Jcr ofTwo = called.with("MINE", "2").in(two);
      try (Started first = ofOne.launch(ofOne.command(line));
          Started second = ofTwo.launch(ofTwo.command(line))) {
        first.type("go\n");
        second.type("go\n");

        assertEquals("of one 1 NAME=of one", first.awaitEnd().succeeded().line());
        assertEquals("of two 2 NAME=of two", second.awaitEnd().succeeded().line());
      }
      assertEquals(2, daemon.served());
      String environment = daemon.java().read("environ").orElseThrow();
      assertFalse(environment.contains("OF_DAEMON"), environment);
    }
  }

  @Test
  void anotherUserIsNotServed(Jcr jcr) throws IOException {
    try (Resident daemon = daemon(jcr)) {
      Path socket = directory.resolve("planner.sock");
      assertEquals("rw-------", permissions(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

      Result result = daemon.jcr().asNobody().call("run", "--net=none", "--", "true");

      assertNotEquals(0, result.status(), result.toString());
      assertEquals(0, daemon.served());
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void callersElsewhereAreNotServed(Jcr jcr) {
    Requires.command("unshare", "util-linux");
    try (Resident daemon = daemon(jcr)) {
      daemon.jcr().through("unshare", "-n").call("ps").succeeded();
      daemon.jcr().through("unshare", "-m").call("ps").succeeded();
      assertEquals(0, daemon.served());
    }
  }

  @Test
  void callersWithFewerCapabilitiesAreNotServed(Jcr jcr) {
    Requires.command("setpriv", "util-linux");
    try (Resident daemon = daemon(jcr)) {
      daemon.jcr().through("setpriv", "--bounding-set=-sys_admin").call("ps");
      assertEquals(0, daemon.served());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JCR_DAEMON=never", "JCR_PLUGIN_PATH=/tmp", "JCR_JAVA_OPTS=-Dx=y"})
  void whatNeedsItsOwnJavaHasIt(String variable, Jcr jcr) {
    try (Resident daemon = daemon(jcr)) {
      String[] pair = variable.split("=", 2);
      daemon.jcr().with(pair[0], pair[1]).call("ps").succeeded();
      daemon.jcr().inside("--net=none", "--env-file=/dev/stdin", "--", "true");
      assertEquals(0, daemon.served());
    }
  }

  @Test
  void whatTheContainerIsToldOfItsDescriptorsIsServed(Jcr jcr) {
    try (Resident daemon = daemon(jcr)) {
      daemon.jcr().inside("--net=none", "--", "ls", "/proc/self/fd");
      assertEquals(1, daemon.served());
    }
  }

  @Test
  void alwaysStartsOne(Jcr jcr) {
    Jcr always =
        jcr.with("JCR_DAEMON_SOCKET", directory.resolve("a/planner.sock").toString())
            .with("JCR_DAEMON", "always");

    always.inside("--net=none", "--", "true");
    Result status = always.call("daemon", "status").succeeded();
    long pid = Long.parseLong(status.line().replaceAll("pid (\\d+),.*", "$1"));
    always.call("daemon", "stop").succeeded();

    assertTrue(status.line().endsWith("1 served"), status.toString());
    Await.value(
        "the planner is gone",
        () -> new Proc(pid).isAlive() ? Optional.empty() : Optional.of(true));
  }

  /// An upgrade, for example.
  @Test
  void anotherInstallationEndsIt(Jcr jcr) {
    Path other = directory.resolve("other");
    Jcr.host("cp", "-al", Jcr.HOME.toString(), other.toString());
    Resident daemon = daemon(jcr);

    daemon.jcr().installedAt(other).call("ps").succeeded();

    daemon.process().awaitEnd().exited(0);
    assertFalse(Files.exists(directory.resolve("planner.sock")));
  }

  @Test
  void pluginsOfOthersStayOutsideOfIt(Jcr jcr) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("plugins"));
    Path other = directory.resolve("other");
    Jcr.host("cp", "-al", Jcr.HOME.toString(), other.toString());
    Jcr installed = jcr.installedAt(other);
    try (Resident daemon = daemon(installed)) {
      daemon.jcr().call("run", "--plugin-dir=" + folder, "--net=none", "--", "true").exited(0);
      assertEquals(0, daemon.served());
      daemon.jcr().call("ps").exited(0);
      assertEquals(1, daemon.served());

      Files.writeString(other.resolve("plugins/new.jar"), "");
      daemon.jcr().call("explain", "--net=none", "--", "true").exited(0);
      assertEquals(1, daemon.served(), "a new jar is seen by the next command");

      Files.delete(other.resolve("plugins/new.jar"));
      daemon.jcr().call("explain", "--net=none", "--", "true").exited(0);
      assertEquals(2, daemon.served());
    }
  }

  @Test
  void aSignalEndsTheSessionAndNotThePlanner(Jcr jcr) {
    try (Resident daemon = daemon(jcr);
        Detached detached = Detached.offline(daemon.jcr(), "kept", "--", "sleep", "1000")) {
      for (int signal : new int[] {LibC.SIGINT, LibC.SIGTERM}) {
        Started following =
            daemon.jcr().launch(daemon.jcr().command("logs", "-f", detached.name()));
        Await.value(
            "the session runs",
            () -> daemon.status().contains(" 1 sessions") ? Optional.of(true) : Optional.empty());
        following.signal(signal);
        following.awaitEnd().exited(128 + signal);
        Await.value(
            "the session is gone",
            () -> daemon.status().contains(" 0 sessions") ? Optional.of(true) : Optional.empty());
      }
    }
  }

  @Test
  void killedInTheMiddleOfASession(Jcr jcr) {
    Resident daemon = daemon(jcr);
    try (Detached detached = Detached.offline(daemon.jcr(), "kept", "--", "sleep", "1000");
        Started following =
            daemon.jcr().launch(daemon.jcr().command("logs", "-f", detached.name()))) {
      Await.value(
          "the session runs",
          () -> daemon.status().contains(" 1 sessions") ? Optional.of(true) : Optional.empty());
      daemon.kill();

      following.awaitEnd().failed(125, "jcr-init: the planner \\(jcr daemon\\) was killed");
      assertTrue(Jcr.cold().call("ps").succeeded().output().contains(detached.name()));
    }
  }

  @Test
  void theSocketOfAKilledOneIsRemovedByGc(Jcr jcr) {
    try (Resident daemon = daemon(jcr)) {
      assertFalse(daemon.jcr().call("gc").exited(0).output().contains("of a planner"));
      daemon.kill();
      assertTrue(daemon.jcr().call("gc").exited(0).output().contains(" of a planner"));
      assertEquals("", daemon.jcr().call("gc").succeeded().output());
    }
  }

  /// What is left behind, [WithJcr] looks at.
  @Test
  void killedAtRandomMomentsOfTheStart(Jcr jcr) {
    Random random = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      Resident daemon = daemon(jcr);
      daemon.jcr().inside("--net=none", "--", "true");
      Proc java = daemon.java();
      try (Started run = daemon.jcr().start("--net=none", "--limit=pids:50", "--", "true")) {
        LockSupport.parkNanos((long) (random.nextDouble() * 60_000_000));
        LibC.kill(java.pid(), LibC.SIGKILL);
        Result result = run.awaitEnd();
        assertTrue(result.status() == 0 || result.status() == 125, result.toString());
        daemon.process().awaitEnd();
      }
    }
    jcr.gc();
  }

  @Test
  void readsAndWritesTheCallersStreams(Jcr jcr) {
    try (Resident daemon = daemon(jcr);
        Detached detached = Detached.offline(daemon.jcr(), "kept", "--", "sleep", "1000")) {
      Jcr called = daemon.jcr();
      String copied =
          "\"$0\" cp "
              + detached.name()
              + ":/etc/passwd - | \"$0\" cp - "
              + detached.name()
              + ":/tmp";
      Started pipe =
          called.launch(List.of("/bin/sh", "-c", copied, Jcr.HOME.resolve("bin/jcr").toString()));
      pipe.closeInput();
      pipe.awaitEnd().exited(0);
      Result there = called.call("exec", detached.name(), "cat", "/tmp/passwd").succeeded();
      assertTrue(there.output().startsWith("root:"), there.toString());
      assertEquals(
          "typed", called.callWithInput("typed", "exec", "-i", detached.name(), "cat").line());

      Started full =
          called.launch(
              List.of(
                  "/bin/sh",
                  "-c",
                  "exec \"$0\" ps >/dev/full",
                  Jcr.HOME.resolve("bin/jcr").toString()));
      full.awaitEnd().failed(125, "jcr: write to standard output: No space left on device");
    }
  }
}
