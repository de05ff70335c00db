package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A further process in a container is confined as the first one is.
@WithJcr
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecIT {
  private static final String SECTIONS =
      "jcr-probe namespaces ids uts capabilities noNewPrivileges seccomp syscalls cwd root umask"
          + " maskedPaths readonlyPaths limits";

  private Detached web;

  @BeforeAll
  void start() {
    Requires.root();
    web =
        Detached.offline(
            Jcr.built(),
            "exec-web",
            "--env=A=first",
            "--limit=pids:12",
            "--limit=memory:40M",
            "--",
            "sleep",
            "1000");
  }

  @AfterAll
  void stop() {
    if (web != null) {
      web.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--net=none",
        "--net=veth",
        "--net=none --fs=chroot",
        "--net=none --userns=auto",
        "--net=none --user=1000:100 --workdir=/tmp --cap-add=NET_ADMIN"
      })
  void itIsWhereTheFirstOneIs(String options, Jcr jcr) {
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    arguments.addAll(
        List.of("--limit=pids:30", "--", "sh", "-c", SECTIONS + "; echo end; exec sleep 1000"));
    try (Detached one = Detached.run(jcr, "one", arguments.toArray(String[]::new))) {
      one.awaitLog("stdout F end");
      Json first = one.probes().getFirst();
      Json second = one.exec("one", "sh", "-c", SECTIONS).succeeded().json();
      for (Object section : first.members().keySet()) {
        assertEquals(first.members().get(section), second.members().get(section), "" + section);
      }

      Proc pid1 = one.container();
      assertEquals("", one.exec("-d", "one", "sleep", "777").succeeded().output());
      Proc sleeper =
          Await.value(
              "it sleeps",
              () ->
                  Proc.all().stream()
                      .filter(p -> p.read("cmdline").orElse("").equals("sleep\000777\000"))
                      .filter(p -> p.link("ns/pid").equals(pid1.link("ns/pid")))
                      .findFirst());
      assertEquals(pid1.namespaces(), sleeper.namespaces());
      assertEquals(pid1.read("cgroup"), sleeper.read("cgroup"));
      assertEquals(pid1.link("root"), sleeper.link("root"));
      for (String field : List.of("CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Uid", "Groups")) {
        assertEquals(pid1.status(field), sleeper.status(field), field);
      }
      one.does("stop", "-t", "0");
      assertFalse(sleeper.isAlive());
    }
  }

  @Test
  void theExitStatusIsThatOfTheCommand() {
    web.exec("exec-web", "sh", "-c", "exit 7").exited(7);
    web.exec("exec-web", "sh", "-c", "kill -9 $$").exited(137);
    web.exec("exec-web", "nosuch").failed(127, "jcr: command 'nosuch' not found .*");
    web.exec("exec-web", "/etc/passwd").failed(126, "jcr: command '/etc/passwd' is not .*");
  }

  @Test
  void inputGoesInAndBothOutputsComeOut(Jcr jcr) {
    Result both =
        jcr.callWithInput("typed", "exec", "exec-web", "sh", "-c", "cat; echo err >&2").exited(0);
    assertEquals("typed", both.output());
    assertEquals("err\n", both.errors());
  }

  @Test
  void userDirectoryAndEnvironmentMayBeOthers() {
    assertEquals(
        List.of("1000", "5", "/tmp", "first", "c d", "CapEff:\t0000000000000000"),
        web.exec(
                "-u",
                "1000:5",
                "-w",
                "/tmp",
                "-e",
                "B=c d",
                "exec-web",
                "sh",
                "-c",
                "id -u; id -g; pwd; echo $A; echo $B; grep CapEff /proc/self/status")
            .succeeded()
            .lines());
  }

  @Test
  void theLimitsHoldForItToo() {
    Result bomb = web.exec("exec-web", "forkbomb");
    assertTrue(bomb.output().matches("(?s).*forked \\d+ children, stopped by EAGAIN.*"), "" + bomb);
    web.exec("exec-web", "memhog", "200M").exited(137);
    assertTrue(web.container().isAlive());
  }

  @Test
  void noDescriptorOfTheHostIsWithinReach(Jcr jcr) {
    List<Long> fds =
        jcr.call("exec", "exec-web", "jcr-probe", "fds")
            .succeeded()
            .json()
            .get("fds")
            .elements()
            .map(fd -> fd.get("fd").number())
            .toList();
    assertEquals(List.of(0L, 1L, 2L), fds);
  }

  /// CVE-2016-9962: whoever sees the process before it is confined may not look into it.
  @Test
  void nobodyLooksIntoItBeforeItIsConfined(Jcr jcr) {
    String spy =
        "while :; do for p in /proc/[0-9]*; do"
            + " readlink $p/exe $p/cwd $p/root $p/fd/* 2>/dev/null | grep -E 'memfd|jcr-init|/run/jcr'"
            + " && echo \"seen in $p\"; done; done";
    for (String userns : List.of("--ns=clone", "--userns=auto")) {
      try (Detached spied =
          Detached.run(
              jcr, "spied", userns, "--net=none", "--", "sh", "-c", "echo spies; " + spy)) {
        spied.awaitLog("stdout F spies");
        for (int i = 0; i < 4; i++) {
          spied.exec("spied", "true").succeeded();
        }
        assertEquals(List.of("stdout F spies"), spied.log());
      }
    }
  }

  @Test
  void signalsAreForwardedAndItEndsWithItsSupervisor(Jcr jcr) {
    try (Started exec = jcr.launch(jcr.command("exec", "exec-web", "sig-print"))) {
      exec.awaitLine("ready.*");
      exec.signal(LibC.SIGUSR1);
      exec.awaitLine("SIGUSR1.*");
      exec.signal(LibC.SIGTERM);
      exec.awaitEnd().exited(0);
    }
    try (Started exec = jcr.launch(jcr.command("exec", "exec-web", "sig-print"))) {
      exec.awaitLine("ready.*");
      exec.signal(LibC.SIGKILL);
      exec.awaitEnd().exited(137);
      Await.until(
          "no sig-print is left",
          () -> !jcr.call("top", "exec-web").succeeded().output().contains("sig-print"));
    }
  }

  @Test
  void wrongInputIsOneSentence(Jcr jcr) {
    web.exec("exec-web").failed(2, "jcr: exec: expected a container's name and a command");
    web.exec("nosuch", "true")
        .failed(2, "jcr: no container 'nosuch': there (are|is only) .*exec-web.*");
    web.exec("-u", "nosuch", "exec-web", "true").failed(2, "jcr: --user nosuch: unknown user .*");
    web.exec("-w", "tmp", "exec-web", "true").failed(2, "jcr: --workdir=tmp: not an absolute .*");
    web.exec("-e", "=x", "exec-web", "true").failed(2, "jcr: .*=x.*");
    try (Detached other = Detached.offline(jcr, "exec-other", "--", "true")) {
      other.await();
      web.exec("exec-o", "true")
          .failed(2, "jcr: container 'exec-other' is not running: it is stopped");
      web.exec("exec-", "true")
          .failed(2, "jcr: container 'exec-' could be any of exec-other, exec-web");
    }
  }
}
