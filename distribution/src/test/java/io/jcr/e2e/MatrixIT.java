package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `jcr matrix` runs a command under each combination; one that fails is a row.
@WithJcr
class MatrixIT {
  @Test
  void eachCombinationIsARow(Jcr jcr) {
    List<String> rows =
        jcr.call("matrix", "--format=csv", "fs=overlay,bind", "net=none,bogus", "--", "true")
            .succeeded()
            .lines();

    assertEquals("fs,net,exit,launch_ms,teardown_ms,message", rows.getFirst());
    assertEquals(5, rows.size());
    assertTrue(rows.get(1).matches("overlay,none,0,[0-9.]+,[0-9.]+,"), rows.get(1));
    assertTrue(
        rows.get(2).matches("overlay,bogus,2,-,-,\"--net=bogus: no such backend.*"), rows.get(2));
    assertTrue(rows.get(3).matches("bind,none,0,[0-9.]+,[0-9.]+,"), rows.get(3));
  }

  @Test
  void theCommandsExitStatusIsInTheRow(Jcr jcr) {
    List<Json> cells =
        jcr.call("matrix", "--format=json", "--repeat=2", "net=none", "--", "sh", "-c", "exit 7")
            .succeeded()
            .json()
            .elements()
            .toList();
    assertEquals(1, cells.size());
    assertEquals(7, cells.getFirst().get("exitStatus").number());
  }

  @Test
  void theOptionsOfRunAreThoseOfEachRun(Jcr jcr, @TempDir Path dir) {
    List<Json> cells =
        jcr.call(
                "matrix",
                "ns=clone,unshare",
                "-v",
                dir + ":/data",
                "net=none",
                "net=veth:nat,mtu=1400",
                "--format",
                "json",
                "-e",
                "A=b c",
                "--limit=pids:40",
                "--",
                "sh",
                "-c",
                "echo $A $(cat /sys/class/net/eth0/mtu) $(cat /sys/fs/cgroup/pids/pids.max"
                    + " /sys/fs/cgroup/pids.max) >>/data/out 2>/dev/null")
            .succeeded()
            .json()
            .elements()
            .toList();
    assertEquals(
        List.of(
            "clone none", "clone veth:nat,mtu=1400", "unshare none", "unshare veth:nat,mtu=1400"),
        cells.stream().map(c -> c.get("ns").text() + " " + c.get("net").text()).toList());
    assertEquals(
        List.of("b c 40", "b c 1400 40", "b c 40", "b c 1400 40"),
        Cgroups.read(dir.resolve("out")).lines().toList());
  }

  @Test
  void badInputIsRefused(Jcr jcr) {
    jcr.call("matrix", "--", "true").failed(2, "jcr: matrix: no axis.*");
    jcr.call("matrix", "--repeat=0", "net=none").failed(2, "jcr: --repeat=0: expected a number.*");
    jcr.call("matrix", "net=none", "--repeat=x").failed(2, "jcr: --repeat=x: expected a number.*");
    jcr.call("matrix", "net=none", "--bogus").failed(2, "jcr: matrix: Unknown option: '--bogus'");
    jcr.call("matrix", "net=none,veth:nat").failed(2, "jcr: matrix: .*stands alone.*");
  }
}
