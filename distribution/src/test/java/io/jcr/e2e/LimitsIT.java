package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Limits hold, and what runs into the one of memory is told so.
@WithJcr
class LimitsIT {
  private static final Pattern TOUCHED = Pattern.compile("touched \\d+ bytes \\((.*) MiB\\)");

  @Test
  void memoryKillsWhatExceedsItAndJcrSaysSo(Jcr jcr) {
    Requires.controller("memory");
    Result result =
        jcr.run(
                "--net=none",
                "--name",
                "hog",
                "--limit=memory:100M",
                "--",
                "memhog",
                "400M",
                "--step",
                "256K")
            .exited(137);

    Matcher last = TOUCHED.matcher(result.lines().getLast());
    assertTrue(last.matches(), result.lines().getLast());
    double reached = Double.parseDouble(last.group(1));
    assertTrue(reached >= 90 && reached <= 100, reached + " MiB");
    Matcher sentence =
        Pattern.compile(
                "jcr: container hog: a process was killed by its memory limit of 100M \\(peak (.*) MiB\\)\n")
            .matcher(result.errors());
    assertTrue(sentence.matches(), result.errors());
    double peak = Double.parseDouble(sentence.group(1));
    assertTrue(peak >= 90 && peak <= 100, result.errors());
  }

  @Test
  void memoryOfAChildIsTheContainersToo(Jcr jcr) {
    Requires.controller("memory");
    Result result =
        jcr.run("--net=none", "--limit=memory:50M", "--", "sh", "-c", "memhog 200M; echo $?");

    assertTrue(result.errors().contains("killed by its memory limit of 50M"), result.errors());
  }

  @Test
  void memoryBelowTheLimitIsFree(Jcr jcr) {
    Requires.controller("memory");
    assertEquals(
        "reached 80M",
        jcr.inside("--net=none", "--limit=memory:100M", "--", "memhog", "80M").lines().getLast());
  }

  /// How much it gets at least depends on the machine, although its share of that is much larger
  /// than everybody else's. That it is the limit which stops it, the kernel says.
  @ParameterizedTest
  @ValueSource(strings = {"0.5", "50%"})
  void cpuIsShared(String limit, Jcr jcr) throws IOException {
    Requires.controller("cpu");
    String script = "echo up; read go; cpuhog --seconds 2; read end";
    try (Started hog = jcr.start("--net=none", "--limit=cpu:" + limit, "--", "sh", "-c", script)) {
      hog.awaitLine("up");
      Path group = Cgroups.of(hog.container(), "cpu");
      preferToOthers(group.getParent());
      preferToOthers(group);
      hog.type("go\n");
      double share = Double.parseDouble(hog.awaitLine("share .*").replace("share ", ""));

      assertEquals(0.5, quotaPerPeriod(group));
      assertTrue(share <= 0.55, share + " of a CPU");
      assertTrue(
          Cgroups.read(group.resolve("cpu.stat")).matches("(?s).*nr_throttled [1-9].*"),
          () -> Cgroups.read(group.resolve("cpu.stat")));
      hog.type("\n");
    }
  }

  private static void preferToOthers(Path group) throws IOException {
    boolean v2 = Files.exists(group.resolve("cpu.weight"));
    Files.writeString(group.resolve(v2 ? "cpu.weight" : "cpu.shares"), v2 ? "10000" : "262144");
  }

  private static double quotaPerPeriod(Path group) {
    String[] words =
        Files.exists(group.resolve("cpu.max"))
            ? Cgroups.read(group.resolve("cpu.max")).split(" ", -1)
            : new String[] {
              Cgroups.read(group.resolve("cpu.cfs_quota_us")),
              Cgroups.read(group.resolve("cpu.cfs_period_us"))
            };
    return Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
  }

  @Test
  void pidsStopAForkBomb(Jcr jcr) {
    Requires.controller("pids");
    try (Started bomb =
        jcr.start("--net=none", "--limit=pids:32", "--", "forkbomb", "--hold", "1000")) {
      String line = bomb.awaitLine("forked .*");
      assertTrue(
          line.startsWith("forked 31 children, stopped by EAGAIN"), "with itself 32: " + line);

      Path cgroup = Cgroups.of(bomb.container(), "pids");
      assertEquals("32", Cgroups.read(cgroup.resolve("pids.max")));
      assertEquals("32", Cgroups.read(cgroup.resolve("pids.current")));
      assertEquals("unharmed", Jcr.host("echo", "unharmed").strip());
      assertEquals("too", jcr.inside("--net=none", "--", "echo", "too").line());
    }
  }

  @Test
  void cpusetIsWhereItRuns(Jcr jcr) {
    Requires.controller("cpuset");
    assertEquals("1", jcr.inside("--net=none", "--limit=cpuset:0", "--", "nproc").line());
  }

  @Test
  void aCpuThatIsNotThereIsRefused(Jcr jcr) {
    Requires.controller("cpuset");
    jcr.run("--net=none", "--limit=cpuset:4711", "--", "true").failed(2, "jcr: .*4711.*");
  }

  @Test
  void limitsAreSeenFromTheHost(Jcr jcr) throws Exception {
    for (String controller : List.of("memory", "cpu", "pids")) {
      Requires.controller(controller);
    }
    try (Started container =
        jcr.start(
            "--net=none",
            "--limit=memory:100M",
            "--limit=cpu:0.25",
            "--limit=pids:9",
            "--",
            "sig-print")) {
      container.awaitLine("ready.*");
      Proc process = container.container();

      assertEquals("9", Cgroups.read(Cgroups.of(process, "pids").resolve("pids.max")));
      Path memory = Cgroups.of(process, "memory");
      boolean v2 = Files.exists(memory.resolve("memory.max"));
      assertEquals(
          "104857600", Cgroups.read(memory.resolve(v2 ? "memory.max" : "memory.limit_in_bytes")));
      Path cpu = Cgroups.of(process, "cpu");
      assertEquals(
          "25000",
          Cgroups.read(cpu.resolve(v2 ? "cpu.max" : "cpu.cfs_quota_us")).split(" ", -1)[0]);
    }
  }

  @Test
  void swapIsPartOfTheMemory(Jcr jcr) {
    Requires.controller("memory");
    try (Started container = jcr.start("--net=none", "--limit=memory:100M", "--", "sig-print")) {
      container.awaitLine("ready.*");
      Path memory = Cgroups.of(container.container(), "memory");
      boolean v2 = Files.exists(memory.resolve("memory.max"));
      Path limit = memory.resolve(v2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
      Requires.file(limit, "the kernel counts no swap (it was booted with swapaccount=0)");
      assertEquals(v2 ? "0" : "104857600", Cgroups.read(limit));
    }
  }

  @Test
  void limitsAreSeenInsideAndCannotBeRaised(Jcr jcr) {
    Requires.controller("pids");
    Json seen = jcr.inside("--net=none", "--limit=pids:9", "--", "jcr-probe", "cgroup").json();

    Json pids =
        seen.get("cgroup")
            .elements()
            .filter(one -> !one.get("directory").isNull())
            .filter(one -> one.get("values").members().containsKey("pids.max"))
            .findFirst()
            .orElseThrow();
    assertEquals("9", pids.get("values").members().get("pids.max"));
    assertEquals(false, pids.get("writable").flag());
    assertTrue(
        seen.get("cgroup")
            .elements()
            .filter(one -> one.get("controllers").strings().contains("pids"))
            .allMatch(one -> one.get("path").text().equals("/")),
        "the container's cgroup is the root of its cgroup namespace");
  }

  @Test
  void jcrItselfIsNotInTheContainersCgroup(Jcr jcr) {
    Requires.controller("pids");
    try (Started container = jcr.start("--net=none", "--limit=pids:9", "--", "sig-print")) {
      container.awaitLine("ready.*");
      Proc inside = container.container();
      Path cgroup = Cgroups.of(inside, "pids");

      assertEquals("" + inside.pid(), Cgroups.read(cgroup.resolve("cgroup.procs")));
      assertEquals(Proc.self().cgroup("pids"), container.proc().cgroup("pids"));
    }
  }

  @Test
  void aNameThatACgroupCannotHaveWorksToo(Jcr jcr) {
    jcr.inside("--net=none", "--name", "cgroup.procs", "--limit=pids:9", "--", "true");
  }

  @Test
  void eachBackendWorksOrSaysWhyNot(Jcr jcr) {
    for (String limiter : List.of("cgroup-v1", "cgroup-v2", "cgroup-hybrid")) {
      Result result =
          jcr.run("--net=none", "--limiter=" + limiter, "--limit=pids:5", "--", "echo", "works");

      if (result.status() == 0) {
        assertEquals("works", result.succeeded().line());
      } else {
        result.failed(125, "jcr: .*" + limiter + ".*pids.*");
      }
    }
  }

  /// Whoever came first.
  @Test
  void aParentThatJcrMadeGoesWithTheLastOfTwo(Jcr jcr) {
    String limiter = "--limiter=cgroup-hybrid:parent=/e2e-shared/inner";
    String[] run = {"--net=none", limiter, "--", "sh", "-c", "echo up; cat"};
    try (Started first = jcr.start(run);
        Started second = jcr.start(run)) {
      first.awaitLine("up");
      second.awaitLine("up");
      List<Path> made = sharedGroups();
      assertFalse(made.isEmpty());
      first.closeInput();
      first.awaitEnd().succeeded();
      assertEquals(made, sharedGroups(), "the second one lives there");
      second.closeInput();
      second.awaitEnd().succeeded();
    }
    assertEquals(List.of(), sharedGroups());
  }

  private static List<Path> sharedGroups() {
    return Cgroups.hierarchies().stream()
        .map(hierarchy -> hierarchy.directory().resolve("e2e-shared"))
        .filter(Files::exists)
        .toList();
  }
}
