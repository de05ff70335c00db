package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `--pid`, `--ipc` and `--uts`.
@WithJcr
class SharedNamespacesIT {
  /// Leaves its process group and session, and does not hear of the end of its parent.
  private static final String LEAVES_ORPHANS =
      "for i in 1 2 3; do setsid sleep 86397 & done; setsid sh -c 'trap : TERM; sleep 86397; sleep 86397' & ";

  private static List<Proc> orphans() {
    return Proc.all().stream()
        .filter(proc -> proc.read("cmdline").orElse("").contains("86397"))
        .toList();
  }

  @Test
  void theHostsProcessesAreSeenBehindTheSameMasks(Jcr jcr) throws Exception {
    String script =
        "cat /proc/$1/comm; grep -c ' /proc/[a-z]* ' /proc/mounts; grep -E 'CapEff|Seccomp:|NoNewPrivs'"
            + " /proc/self/status; echo x 2>/dev/null >/proc/sys/kernel/hostname || echo read-only";
    String own = "" + ProcessHandle.current().pid();
    List<String> shared =
        jcr.inside("--net=none", "--pid=host", "--", "sh", "-c", script, "sh", own).lines();
    List<String> confined = jcr.inside("--net=none", "--", "sh", "-c", script, "sh", "1").lines();
    assertEquals(Files.readString(Path.of("/proc/self/comm")).strip(), shared.getFirst());
    assertEquals(
        confined.subList(1, confined.size()), shared.subList(1, shared.size()), "masks and rights");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop -t 0", "kill", "rm -f", "restart -t 0"})
  void whoSeesTheHostsProcessesEndsWithAllOfItsOwn(String command, Jcr jcr) {
    Proc self = Proc.self();
    try (Detached other = Detached.offline(jcr, "pid-other", "--pid=host", "--", "sleep", "86396");
        Detached one =
            Detached.offline(
                jcr,
                "pid-host",
                "--pid=host",
                "--",
                "sh",
                "-c",
                LEAVES_ORPHANS + "exec sleep 86397")) {
      one.exec("-d", "pid-host", "setsid", "sleep", "86397").succeeded();
      Await.until("all run", () -> orphans().size() == 7);
      List<Proc> before = orphans();
      one.does(command.split(" ", -1));
      if (command.equals("kill")) {
        assertEquals(137, one.await());
      }
      for (Proc proc : before) {
        assertTrue(proc.read("cmdline").orElse("").isEmpty(), "still there: " + proc);
      }
      assertTrue(other.container().identity().isPresent(), "the other container has ended");
      assertTrue(self.identity().isPresent());
    }
    assertEquals(List.of(), orphans());
  }

  @Test
  void whatIsLeftEndsWithTheFirstProcess(Jcr jcr) {
    try (Detached one =
        Detached.offline(
            jcr, "pid-first", "--pid=host", "--", "sh", "-c", LEAVES_ORPHANS + "exit 3")) {
      assertEquals(3, one.await());
      assertEquals(List.of(), orphans());
    }
  }

  @Test
  void gcEndsWhatAKilledSupervisorLeaves(Jcr jcr) {
    try (Detached one =
        Detached.offline(
            jcr, "pid-gc", "--pid=host", "--", "sh", "-c", LEAVES_ORPHANS + "exec sleep 86397")) {
      Await.until("all run", () -> orphans().size() == 6);
      Jcr.host("kill", "-KILL", "" + one.supervisor().pid());
      jcr.gc();
      assertEquals(List.of(), orphans());
    }
  }

  @Test
  void theSmallInitReapsItsOrphansThereToo(Jcr jcr) {
    String script =
        """
        (sh -c 'echo $$ >/tmp/new; mv /tmp/new /tmp/orphan; exec sleep 86397' &)
        until test -e /tmp/orphan; do sleep 0.1; done
        read orphan </tmp/orphan
        parent() { grep PPid: /proc/$1/status; }
        tries=300
        until test "$(parent $orphan)" = "$(parent $$)" || test $tries = 0; do
          tries=$((tries - 1))
          sleep 0.1
        done
        parent $orphan
        parent $$
        kill $orphan
        """;
    List<String> parents =
        jcr.inside("--net=none", "--pid=host", "--init", "--", "sh", "-c", script).lines();
    assertEquals(parents.get(1), parents.get(0), "the orphan has the same parent as the command");
  }

  @Test
  void theHostIsNeverRenamed(Jcr jcr) {
    String name = Jcr.host("uname", "-n").strip();
    assertEquals(
        List.of(name, name, name),
        jcr.inside(
                "--net=none",
                "--uts=host",
                "--name=uts-host",
                "--",
                "sh",
                "-c",
                "uname -n; cat /etc/hostname; echo $HOSTNAME")
            .lines());
    assertEquals(name, Jcr.host("uname", "-n").strip());
  }

  @Test
  void theHostsSharedMemoryComesWithItsIpc(Jcr jcr) throws Exception {
    Path file = Files.createTempFile(Path.of("/dev/shm"), "jcr-it", "");
    try {
      List<String> seen =
          jcr.inside(
                  "--net=none",
                  "--ipc=host",
                  "--",
                  "sh",
                  "-c",
                  "readlink /proc/self/ns/ipc; ls /dev/shm")
              .lines();
      assertEquals(Proc.self().link("ns/ipc").orElseThrow(), seen.getFirst());
      assertTrue(seen.contains(String.valueOf(file.getFileName())), seen.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aContainersAreFoundAtEachStart(Jcr jcr) {
    try (Detached target =
        Detached.offline(jcr, "ns-target", "--hostname=tee", "--", "sleep", "86396")) {
      try (Detached guest =
          Detached.offline(
              jcr,
              "ns-guest",
              "--pid=container:ns-target",
              "--ipc=container:ns-target",
              "--uts=container:ns-target",
              "--",
              "sh",
              "-c",
              "uname -n; setsid sleep 86397 & exec sleep 86397")) {
        guest.awaitLog("stdout F tee");
        for (String kind : List.of("pid", "ipc", "uts")) {
          assertEquals(target.container().link("ns/" + kind), guest.container().link("ns/" + kind));
        }
        guest.does("stop", "-t", "0");
        assertEquals(List.of(), orphans());
        assertTrue(target.container().identity().isPresent());

        jcr.call("rename", "ns-target", "ns-renamed").succeeded();
        target.jcr().call("restart", "-t", "0", "ns-renamed").succeeded();
        guest.does("start");
        assertEquals(target.container().link("ns/pid"), guest.container().link("ns/pid"));
        jcr.call("stop", "-t", "0", "ns-renamed").succeeded();
        assertEquals(137, guest.await(), "the PID namespace ended with its PID 1");
        jcr.call("start", "ns-guest")
            .failed(2, "jcr: --pid=container:[0-9a-f]{64}: no container of this name is running");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pid=all | --pid=all: expected host, container:NAME or private",
        "--pid=container:nobody | --pid=container:nobody: no container of this name is running",
        "--uts=host --hostname=x | --hostname=x and --uts=host: .*",
        "--uts=host --userns=auto | --uts=host and a user namespace: .*",
        "--pid=host --ns=setns:pid=SELF | --pid=host and --ns=setns:pid=[0-9]+: both say which pid namespace it is .*",
        "--uts=host --sysctl=kernel.domainname=x | --sysctl=kernel.domainname: the container shares the host's UTS namespace.*",
      })
  void whatDoesNotGoTogetherIsRefused(String words, String sentence, Jcr jcr) {
    String self = Long.toString(ProcessHandle.current().pid());
    String line = "run --net=none --name=refused " + words.replace("SELF", self) + " -- true";
    jcr.call(line.split(" ", -1)).failed(2, "jcr: " + sentence);
    assertFalse(Files.exists(Jcr.state("refused")));
  }
}
