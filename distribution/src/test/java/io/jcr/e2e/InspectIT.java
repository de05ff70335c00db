package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `jcr inspect` tells of a container what it is and what was asked for; networks of CNI are in
/// [CniIT].
@WithJcr
class InspectIT {
  private static Json one(Jcr jcr, String name) {
    List<Json> all = jcr.call("inspect", name).succeeded().json().elements().toList();
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  void aContainerOfAVethPair(Jcr jcr) {
    try (Started run =
        jcr.start(
            "--name=seen",
            "--net=veth:ip=10.88.66.6",
            "--limit=pids:64",
            "--limit=memory:100M",
            "-e",
            "SECRET=x",
            "--",
            "sig-print")) {
      run.awaitLine("ready.*");
      Proc container = run.container();
      Json seen = one(jcr, "seen");

      assertEquals("running", seen.get("status").text());
      assertEquals("seen", seen.get("name").text());
      assertTrue(seen.get("id").text().matches("[0-9a-f]{64}"));
      assertEquals(container.pid(), seen.get("pid").number());
      assertEquals(Jcr.state("seen").toString(), seen.get("bundle").text());
      assertEquals("10.88.66.6/16", seen.get("annotations.address").text());
      assertEquals("10.88.0.1", seen.get("annotations.gateway").text());
      Path hostEnd = Path.of("/sys/class/net", seen.get("annotations.interface").text());
      assertTrue(Files.exists(hostEnd), hostEnd.toString());
      assertEquals(List.of("sig-print"), seen.get("config.process.args").strings());
      assertTrue(seen.get("config.process.env").strings().contains("SECRET=x"));
      assertEquals(64, seen.get("config.linux.resources.pids.limit").number());
      assertEquals(100 << 20, seen.get("config.linux.resources.memory.limit").number());
      assertEquals("veth", seen.get("annotations.net").text());
      assertEquals(
          "veth:ip=10.88.66.6", seen.get("config.annotations").members().get("io.jcr.backend.net"));
      assertTrue(seen.get("annotations.limiter").text().startsWith("cgroup-"));
    }
    jcr.call("inspect", "seen").failed(2, "jcr: no container 'seen': .*");
  }

  @Test
  void severalAreOneArrayAndAnUnknownOneIsRefused(Jcr jcr) {
    try (Started a = jcr.start("--name=seen-a", "--net=none", "--", "sig-print");
        Started b = jcr.start("--name=seen-b", "--net=none", "--", "sig-print")) {
      a.awaitLine("ready.*");
      b.awaitLine("ready.*");
      List<String> ids =
          jcr.call("inspect", "seen-b", "seen-a")
              .succeeded()
              .json()
              .elements()
              .map(one -> one.get("name").text())
              .toList();
      assertEquals(List.of("seen-b", "seen-a"), ids);
      jcr.call("inspect", "seen-a", "seen-c")
          .failed(2, "jcr: no container 'seen-c': there are .*seen-a, seen-b.*");
    }
  }

  @Test
  void aMemberAloneIsPrinted(Jcr jcr) {
    try (Started run = jcr.start("--name=seen", "--net=none", "--", "sig-print")) {
      run.awaitLine("ready.*");
      assertEquals(
          "" + run.container().pid(),
          jcr.call("inspect", "-f", "{{.State.Pid}}", "seen").succeeded().line());
      assertEquals(
          "seen is running [\"sig-print\"]",
          jcr.call(
                  "inspect",
                  "--format={{.Name}} is {{.State.Status}} {{.config.process.args}}",
                  "seen")
              .succeeded()
              .line());
      jcr.call("inspect", "-f", ".nope", "seen")
          .failed(2, "jcr: --format=.nope: container 'seen' has no .nope: there are .*");
      jcr.call("inspect", "-f", "{{range .x}}", "seen")
          .failed(2, "jcr: --format=\\{\\{range .x}}: '.*' is no path .*");
    }
  }

  @Test
  void oneWhoseProcessesWereKilledHasStopped(Jcr jcr) {
    try (Started run = jcr.start("--name=seen-dead", "--net=none", "--", "sig-print")) {
      run.awaitLine("ready.*");
      Proc container = run.container();
      KillIT.Victim.ALL.kill(run);
      run.awaitEnd().exited(137);
      Await.until("its process is gone", () -> !container.isAlive());
    }
    assertEquals("stopped", one(jcr, "seen-dead").get("status").text());
    jcr.gc();
    assertFalse(Files.exists(Jcr.state("seen-dead")));
  }

  /// The state is everyone's to read, the environment is not.
  @Test
  void withoutRootThereIsNoConfiguration(Jcr jcr) {
    Requires.command("setpriv", "util-linux");
    try (Started run =
        jcr.start("--name=seen", "--net=none", "-e", "SECRET=x", "--", "sig-print")) {
      run.awaitLine("ready.*");
      Jcr nobody = jcr.asNobody();
      Json seen = one(nobody, "seen");
      assertEquals("running", seen.get("status").text());
      assertFalse(seen.members().containsKey("config"), seen.toString());
      assertFalse(seen.toString().contains("SECRET"), seen.toString());
    }
  }
}
