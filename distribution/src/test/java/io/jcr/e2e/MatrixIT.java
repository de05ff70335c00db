package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

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
  void badInputIsRefused(Jcr jcr) {
    jcr.call("matrix", "--", "true").failed(2, "jcr: matrix: no axis.*");
    jcr.call("matrix", "--repeat=0", "net=none").failed(2, "jcr: --repeat=0.*");
  }
}
