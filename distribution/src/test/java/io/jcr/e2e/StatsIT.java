package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `jcr stats` next to what the kernel says of the same containers.
@WithJcr
class StatsIT {
  @TempDir Path directory;

  private static final int SIGINT = 2;

  @BeforeEach
  void root() {
    Requires.root();
    Requires.controller("memory");
    Requires.controller("pids");
  }

  private static Json stats(Jcr jcr, String... names) {
    List<String> line = new ArrayList<>(List.of("stats", "--no-stream", "--format=json"));
    line.addAll(Arrays.asList(names));
    return jcr.call(line.toArray(String[]::new)).succeeded().json();
  }

  @Test
  void theFiguresAreTheKernels(Jcr jcr) {
    String busy = "sleep 1000 & sleep 1000 & dd if=/dev/zero of=/tmp/x bs=1M count=4; echo r; wait";
    try (Detached one =
        Detached.offline(jcr, "stats-1", "--limit=memory:64M", "--", "sh", "-c", busy)) {
      one.awaitLog("stdout F r");
      Json json = stats(jcr, "stats-1");
      assertEquals("stats-1", json.get("name").text());
      assertEquals(3, json.get("pids").number());
      assertEquals(64 << 20, json.get("memoryLimit").number());
      long used = json.get("memory").number();
      long peak = json.get("memoryPeak").number();
      assertTrue(used > 0 && peak >= 4 << 20 && peak <= 64 << 20, () -> used + " of " + peak);
      Path group = Cgroups.of(one.container(), "pids");
      assertEquals("3", Cgroups.read(group.resolve("pids.current")));
      assertEquals(0, json.get("netReceived").number());
    }
  }

  @Test
  void aBusyProcessorIsSeenAndAnIdleOneToo(Jcr jcr) {
    Requires.controller("cpu");
    try (Detached busy =
            Detached.offline(jcr, "stats-busy", "--", "sh", "-c", "while :; do :; done");
        Detached idle = Detached.offline(jcr, "stats-idle", "--", "sig-print")) {
      idle.awaitLog("stdout F ready.*");
      assertTrue(busy.container().isAlive());
      List<String> lines = jcr.call("stats", "--no-stream", "--format=table").succeeded().lines();
      assertTrue(lines.getFirst().matches("NAME +CPU % +MEM USAGE / LIMIT +MEM % +PEAK .*PIDS"));
      List<String> ours = lines.stream().filter(line -> line.startsWith("stats-")).toList();
      assertEquals(2, ours.size(), lines::toString);
      assertTrue(
          ours.get(0).matches("stats-busy +[1-9][0-9]*\\.[0-9]{2}% .*iB / .* 1"), ours.get(0));
      assertTrue(ours.get(1).matches("stats-idle +0\\.[0-9]{2}% .*iB / .* 1"), ours.get(1));
    }
  }

  @Test
  void whatTheNetworkCarriesIsCounted(Jcr jcr) {
    try (Detached one = Detached.run(jcr, "stats-net", "--net=veth", "--", "sig-print")) {
      long before = stats(jcr, "stats-net").get("netSent").number();
      one.exec("stats-net", "ping", "-c", "3", "-s", "1000", "-i", "0.1", "host.jcr.internal")
          .succeeded();
      long after = stats(jcr, "stats-net").get("netSent").number();
      assertTrue(after - before >= 3 * 1000, () -> before + " then " + after);
    }
  }

  @Test
  void oneThatEndsShowsAsSuchAndThenIsLeftOut(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "stats-end", "--", "sig-print");
        Started stats = jcr.launch(jcr.command("stats", "stats-end"))) {
      stats.awaitLine("stats-end +[0-9.]+% .*");
      one.does("stop");
      stats.awaitLine("stats-end +-- +-- / -- .*");
      assertTrue(jcr.call("stats", "--no-stream", "-a").succeeded().output().contains("stats-end"));
      assertFalse(jcr.call("stats", "--no-stream").succeeded().output().contains("stats-end"));
      one.does("rm");
      stats.awaitEnd().exited(0);
    }
  }

  @Test
  void onATerminalTheTableIsRedrawnUntilCtrlC(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "stats-tty", "--", "sig-print");
        Pty terminal = new Pty(24, 120)) {
      assertTrue(one.container().isAlive());
      Started stats = jcr.launchIn(terminal, jcr.command("stats"));
      String modes = terminal.modes();
      terminal.await("\u001b\\[2J\u001b\\[HNAME");
      terminal.await("\u001b\\[HNAME");
      assertEquals(1, terminal.shown().split("\u001b\\[2J", -1).length - 1);
      stats.signal(SIGINT); // the terminal is nobody's controlling one here
      assertTrue(List.of(0, 130).contains(stats.awaitEnd().status()));
      assertEquals(modes, terminal.modes());
    }
  }

  @Test
  void theReaderMayGo(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "stats-pipe", "--", "sig-print")) {
      assertTrue(one.container().isAlive());
      String pipe = String.join(" ", jcr.command("stats", "--format=json")) + " | head -n 1";
      String line = jcr.launch(List.of("sh", "-c", pipe)).awaitEnd().succeeded().line();
      assertFalse(Json.parse(line).get("cpuPercent").isNull(), line);
    }
  }

  @Test
  void optionsMayFollowTheName(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "stats-order", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      assertEquals(2, jcr.call("stats", "stats-order", "--no-stream").succeeded().lines().size());
      assertEquals("", jcr.call("logs", "stats-order", "-n", "0").succeeded().output());
      assertEquals("-d -t", one.exec("stats-order", "echo", "-d", "-t").succeeded().line());
      assertEquals("stats-order", jcr.call("stop", "stats-order", "-t", "1").succeeded().line());
      assertEquals("stats-order", jcr.call("rm", "stats-order", "-f").succeeded().line());
    }
  }

  @Test
  void anUnknownNameIsRefused(Jcr jcr) {
    String errors = jcr.call("stats", "--format=xml").exited(2).errors();
    assertTrue(errors.contains("'--format': expected table or json, not 'xml'"), errors);
    jcr.call("stats", "nobody").failed(2, "jcr: no container 'nobody': .*");
  }

  @Test
  void withoutContainersThereIsOnlyTheHeading(Jcr jcr) {
    String root = "--root=" + directory;
    assertEquals(1, jcr.call("stats", root, "--no-stream").succeeded().lines().size());
    assertEquals("", jcr.call("stats", root, "--no-stream", "--format=json").succeeded().output());
  }
}
