package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Limits of containers that are changed, seen in the kernel's files and in the record.
@WithJcr
class UpdateIT {
  private static final String MEMORY = "config.linux.resources.memory.limit";
  private static final String PIDS = "config.linux.resources.pids.limit";

  @BeforeEach
  void root() {
    Requires.root();
    Requires.controller("memory");
    Requires.controller("pids");
  }

  private static long recorded(Jcr jcr, String name, String path) {
    return jcr.call("inspect", name)
        .succeeded()
        .json()
        .elements()
        .toList()
        .getFirst()
        .get(path)
        .number();
  }

  private static String kernels(Detached one, String controller, String v1, String v2) {
    Path group = Cgroups.of(one.container(), controller);
    boolean unified = Cgroups.hierarchy(controller).orElseThrow().version() == 2;
    return Cgroups.read(group.resolve(unified ? v2 : v1));
  }

  private static String memory(Detached one) {
    return kernels(one, "memory", "memory.limit_in_bytes", "memory.max");
  }

  private static String pids(Detached one) {
    return kernels(one, "pids", "pids.max", "pids.max");
  }

  @Test
  void theLimitsChangeAtOnceAndForTheNextStart(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "up-1", "--limit=memory:64M", "--", "sig-print")) {
      one.does("update", "-m", "200M", "--pids-limit=9");
      assertEquals("" + (200 << 20), memory(one));
      assertEquals("9", pids(one));
      one.does("update", "--limit=memory:32M");
      assertEquals("" + (32 << 20), memory(one));
      assertEquals("9", pids(one));
      assertEquals(32 << 20, recorded(jcr, "up-1", MEMORY));
      assertEquals(9, recorded(jcr, "up-1", PIDS));
      one.does("restart", "-t", "0");
      assertEquals("" + (32 << 20), memory(one));
      assertEquals("9", pids(one));
    }
  }

  @Test
  void theNewLimitIsKept(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "up-2", "--", "sig-print")) {
      one.exec("up-2", "true").exited(0);
      one.does("update", "--limit=pids:1"); // it has one
      assertEquals("1", pids(one));
      assertNotEquals(0, one.exec("up-2", "true").status());
      one.does("update", "--limit=pids:9");
      one.exec("up-2", "true").exited(0);
    }
  }

  @Test
  void oneThatDoesNotRunHasThemWhenItStarts(Jcr jcr) {
    jcr.call("create", "--name=up-3", "--net=none", "--", "sig-print").succeeded();
    try (Detached one = new Detached(jcr, "up-3")) {
      one.does("update", "--cpus=0.5", "-m", "48M");
      assertEquals(48 << 20, recorded(jcr, "up-3", MEMORY));
      one.does("start");
      assertEquals("" + (48 << 20), memory(one));
    }
  }

  @Test
  void whatTheKernelRefusesChangesNothing(Jcr jcr) {
    Requires.controller("cpuset");
    String fill = "dd if=/dev/zero of=/dev/shm/x bs=1M count=20 2>/dev/null; echo full; cat";
    try (Detached one =
        Detached.offline(
            jcr,
            "up-4",
            "--limit=memory:64M",
            "--limit=pids:9",
            "--limit=cpuset:0",
            "-i",
            "--",
            "sh",
            "-c",
            fill + " /dev/zero >/dev/null")) {
      one.awaitLog("stdout F full");
      jcr.call("update", "--limit=cpuset:8000", "--limit=pids:5", "up-4").exited(2);
      assertEquals("9", pids(one));
      if (Cgroups.hierarchy("memory").orElseThrow().version() == 1) {
        // on v2 the kernel kills instead
        jcr.call("update", "--limit=memory:4M", "--limit=pids:5", "up-4")
            .failed(
                125,
                "jcr: limiter .*: write .*/memory.limit_in_bytes: EBUSY: the container uses more .*");
        assertEquals("" + (64 << 20), memory(one));
      }
      assertEquals("9", pids(one));
      assertEquals(64 << 20, recorded(jcr, "up-4", MEMORY));
      assertEquals(9, recorded(jcr, "up-4", PIDS));
      assertTrue(one.container().isAlive());
    }
  }

  @Test
  void bothOfTwoAtOnceHaveTheirWill(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "up-5", "--", "sig-print");
        Started first = jcr.launch(jcr.command("update", "-m", "40M", "up-5"));
        Started second = jcr.launch(jcr.command("update", "--pids-limit=8", "up-5"))) {
      assertEquals("up-5", first.awaitEnd().succeeded().line());
      assertEquals("up-5", second.awaitEnd().succeeded().line());
      assertEquals(40 << 20, recorded(jcr, "up-5", MEMORY));
      assertEquals(8, recorded(jcr, "up-5", PIDS));
      assertEquals("8", pids(one));
    }
  }

  @Test
  void badInputIsRefusedInASentence(Jcr jcr) {
    jcr.call("update", "nobody")
        .failed(2, "jcr: update: no limit is given: add --limit=memory:100M, .*");
    jcr.call("update", "--limit=pids:9").failed(2, "jcr: update: expected the name of a .*");
    jcr.call("update", "--limit=pids:9", "nobody").failed(2, "jcr: no container 'nobody': .*");
    jcr.call("update", "--limit=pids:x", "nobody").failed(2, "jcr: --limit pids:x: .*");
    jcr.call("update", "--pids-limit=-1", "nobody")
        .failed(2, "jcr: --pids-limit=-1: .* not lifted");
  }
}
