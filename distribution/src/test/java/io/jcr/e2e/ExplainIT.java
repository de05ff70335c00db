package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `jcr explain` and `--dry-run` show; that they change nothing is what [HostSnapshot] looks
/// at.
@WithJcr
class ExplainIT {
  @Test
  void aDryRunLeavesNoDirectory(Jcr jcr) {
    Result plan =
        jcr.run("--dry-run", "--name=planned", "--net=veth", "--limit=memory:100M").succeeded();

    assertTrue(plan.output().contains("mkdir(\"" + Jcr.state("planned") + "\", 07"));
    assertTrue(plan.output().contains("undo: tree " + Jcr.state("planned")));
    assertTrue(
        plan.output().contains("memory.limit_in_bytes") || plan.output().contains("memory.max"));
    assertFalse(Files.exists(Jcr.state("planned")));
  }

  @Test
  void needsNoPrivileges(Jcr jcr) {
    Result plan = jcr.asNobody().call("explain", "run", "--", "true").succeeded();
    assertTrue(plan.output().contains("clone3("));
    assertTrue(plan.lines().getLast().contains("execve(\"true\", [\"true\"]"));
  }

  @Test
  void stepsAreNumberedInOrderAsJson(Jcr jcr) {
    Json plan = jcr.call("explain", "--format=json", "run", "--net=none").succeeded().json();

    assertEquals("jcr-plan/1", plan.get("schema").text());
    List<Json> steps = plan.get("steps").elements().toList();
    assertEquals(1, steps.getFirst().get("number").number());
    assertEquals("prepare", steps.getFirst().get("phase").text());
    assertEquals("Execve", steps.getLast().get("call").text());
    assertEquals(
        1, steps.stream().filter(step -> step.get("call").text().equals("PivotRoot")).count());
  }

  @Test
  void execIsExplainedAndTraced(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "explained", "--", "sleep", "1000")) {
      String pid = "/proc/" + one.container().pid() + "/ns/";
      Result plan = jcr.call("explain", "exec", "-u", "7", "explained", "id").succeeded();
      assertTrue(plan.lines().getFirst().startsWith("Into the namespaces"), plan.output());
      assertTrue(plan.output().contains(pid + "mnt"), plan.output());
      assertTrue(plan.output().contains("setresuid(7)"), plan.output());
      assertTrue(plan.lines().getLast().contains("execve(\"id\", [\"id\"]"), plan.output());
      Json json =
          jcr.call("explain", "--format=json", "exec", "explained", "id").succeeded().json();
      assertEquals("Execve", json.get("steps").elements().toList().getLast().get("call").text());

      Result traced = jcr.call("exec", "--trace", "explained", "echo", "done").exited(0);
      assertEquals("done", traced.line());
      assertTrue(traced.errors().contains("setns("), traced.errors());
      assertTrue(traced.errors().contains("program runs"), traced.errors());
      jcr.call("exec", "--trace=/nowhere/x", "explained", "true")
          .failed(2, "jcr: --trace=/nowhere/x: cannot be written: .*");
      jcr.call("explain", "--diff", "exec", "explained", "id")
          .failed(2, "jcr: --diff: compares runs only, not exec");
    }
    jcr.call("explain", "exec", "explained", "id").failed(2, "jcr: no container 'explained': .*");
  }

  @Test
  void twoPlansSideBySide(Jcr jcr) {
    Result both = jcr.call("explain", "--diff", "run", "--net=none", "--net=veth").succeeded();

    assertTrue(both.lines().getFirst().matches(" *--net=none +\\| --net=veth"));
    assertTrue(both.lines().stream().anyMatch(line -> line.matches("\\+ .*\\| network veth .*")));
    assertTrue(both.lines().stream().anyMatch(line -> line.matches("  jcr +setsid\\(\\) .*")));
    List<String> marked = both.lines().stream().filter(line -> line.matches("[-+!] .*")).toList();
    assertTrue(
        marked.stream().allMatch(line -> line.matches(".*(network|resolv|hosts).*")),
        marked::toString);
  }

  @Test
  void theFormatMayStandBehindRun(Jcr jcr) {
    Json plan = jcr.call("explain", "run", "--net=none", "--format=json").succeeded().json();
    assertEquals("jcr-plan/1", plan.get("schema").text());
  }

  @Test
  void badInputIsRefusedAsByRun(Jcr jcr) {
    jcr.call("explain", "run", "--net=veth:ip=1.2.3.4").failed(2, "jcr: .*1\\.2\\.3\\.4.*");
    jcr.call("explain", "--diff", "run", "--net=none").failed(2, "jcr: --diff: no option.*");
  }
}
