package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A container sees its own processes only.
@WithJcr
class ProcessesIT {
  @Test
  void psShowsItsOwnTheFirstWithPid1(Jcr jcr) {
    List<String> lines =
        jcr.inside("--net=none", "--", "sh", "-c", "ps -o pid,ppid,args; true").lines();

    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(1).matches(" *1 +0 sh -c .*"), lines.get(1));
    assertTrue(lines.get(2).matches(" *\\d+ +1 .*ps -o .*"), lines.get(2));
  }

  @Test
  void theCommandItselfIsPid1(Jcr jcr) {
    Json seen = jcr.inside("--net=none", "--", "jcr-probe", "process", "processes").json();

    assertEquals(1, seen.get("process.pid").number());
    assertEquals(0, seen.get("process.ppid").number());
    assertEquals(
        List.of("jcr-probe"),
        seen.get("processes").elements().map(process -> process.get("comm").text()).toList());
  }

  @Test
  void initIsPid1WhenAskedFor(Jcr jcr) {
    Json seen = jcr.inside("--net=none", "--init", "--", "jcr-probe", "processes").json();

    List<Json> processes = seen.get("processes").elements().toList();
    assertEquals(
        List.of(1L, 2L), processes.stream().map(process -> process.get("pid").number()).toList());
    assertEquals("jcr-probe", processes.getLast().get("comm").text());
    assertEquals(1, processes.getLast().get("ppid").number());
  }

  @Test
  void procIsTheContainers(Jcr jcr) {
    Result result =
        jcr.inside(
            "--net=none",
            "--",
            "sh",
            "-c",
            "readlink /proc/self; set -- /proc/[0-9]*; echo $#; echo end");

    assertEquals(3, result.lines().size(), result.output());
    assertTrue(Integer.parseInt(result.lines().getFirst()) < 10, result.output());
    assertEquals("1", result.lines().get(1));
    assertEquals("end", result.lines().getLast());
  }

  @Test
  void theHostSeesItUnderAnotherPid(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sig-print")) {
      container.awaitLine("ready, pid 1");
      Proc inside = container.container();

      assertEquals(inside.pid() + "\t1", inside.status("NSpid").orElseThrow());
      assertNotEquals(1, inside.pid());
    }
  }

  @Test
  void theyAllEndWithTheFirst(Jcr jcr) {
    Result result =
        jcr.inside(
            "--net=none",
            "--",
            "sh",
            "-c",
            "sleep 1000 & sleep 1000 & set -- /proc/[0-9]*; echo $#");

    // What would be left of them fails this test in HostSnapshot.
    assertEquals("3", result.line());
  }
}
