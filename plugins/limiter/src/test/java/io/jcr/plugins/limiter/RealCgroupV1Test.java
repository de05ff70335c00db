package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.op.InitOp;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `cgroup-v1` against this machine's kernel: a shell joins as jcr-init would, and shows what it
/// may.
class RealCgroupV1Test {
  private static final Set<String> CONTROLLERS =
      Set.of("memory", "cpu", "cpuacct", "pids", "cpuset");
  private static final String PARENT = "jcr-test-" + ProcessHandle.current().pid();

  private CgroupfsHost host;

  @BeforeEach
  void machine() throws IOException {
    List<CgroupHierarchy> mounted = mounted();
    assumeTrue(mounted.size() > 1, "requires mounted cgroup v1 hierarchies");
    assumeTrue(Files.isWritable(mounted.getFirst().mountPoint().resolve("tasks")), "requires root");
    host = new CgroupfsHost("web", mounted);
  }

  @AfterEach
  void nothingStaysBehind() throws IOException {
    if (host != null) {
      host.close();
      for (CgroupHierarchy hierarchy : host.cgroups()) {
        assertFalse(Files.exists(hierarchy.mountPoint().resolve(PARENT)));
      }
    }
  }

  @Test
  void aProcessThatTouchesMoreMemoryIsKilledAndThatIsCounted() throws Exception {
    Limits limits = create(new LinuxResources(new LinuxMemory(16L << 20), null, null));
    Limits.Note note = limits.notes().getFirst();
    assertEquals("0", value(note.file(), note.key()));
    assertEquals(137, run(limits, "head -c 64M /dev/zero | exec tail -c 64M >/dev/null").status());
    assertEquals("1", value(note.file(), note.key()));
    long peak = Long.parseLong(Files.readString(Path.of(note.peakFile())).strip());
    assertTrue(peak > 15L << 20 && peak <= 16L << 20, "peak " + peak);
  }

  @Test
  void aForkAboveTheLimitFailsAndThatIsCounted() throws Exception {
    Limits limits = create(new LinuxResources(null, null, new LinuxPids(1)));
    Limits.Note note = limits.notes().getFirst();
    assertEquals("0", value(note.file(), note.key()));
    Ended ended = run(limits, "/bin/true; echo not reached");
    assertTrue(ended.output().contains("fork"), ended.output());
    assertTrue(Integer.parseInt(value(note.file(), note.key())) > 0, "pids.events");
  }

  @Test
  void aProcessRunsOnItsProcessorsOnly() throws Exception {
    Limits limits = create(new LinuxResources(null, new LinuxCpu(0, 100_000, "0"), null));
    Ended ended = run(limits, "grep Cpus_allowed_list /proc/self/status");
    assertEquals("Cpus_allowed_list:\t0", ended.output().strip());
  }

  @Test
  void aBusyProcessIsThrottled() throws Exception {
    Limits limits = create(new LinuxResources(null, new LinuxCpu(10_000, 100_000, null), null));
    Path cpu = entered(limits, "/cpu");
    run(limits, "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done");
    assertEquals("10000", Files.readString(cpu.resolve("cpu.cfs_quota_us")).strip());
    assertTrue(
        Integer.parseInt(value(cpu.resolve("cpu.stat").toString(), "nr_throttled")) > 0,
        Files.readString(cpu.resolve("cpu.stat")));
  }

  @Test
  void withoutLimitsTheProcessIsInItsOwnGroups() throws Exception {
    Limits limits = create(LinuxResources.UNLIMITED);
    String groups = run(limits, "cat /proc/self/cgroup").output();
    for (String controller : List.of("memory", "cpu", "cpuacct", "pids")) {
      assertTrue(
          groups
              .lines()
              .anyMatch(l -> l.matches("\\d+:.*\\b" + controller + "\\b.*:/" + PARENT + "/web")),
          controller + " in " + groups);
    }
    assertFalse(groups.contains("cpuset:/" + PARENT), groups);
  }

  private Limits create(LinuxResources resources) {
    return new CgroupV1().create(Sample.spec("web", resources, "cgroup-v1:parent=" + PARENT), host);
  }

  private record Ended(int status, String output) {}

  private static Ended run(Limits limits, String script) throws Exception {
    StringBuilder joining = new StringBuilder();
    for (InitOp op : limits.enter()) {
      InitOp.WriteFile write = (InitOp.WriteFile) op;
      joining.append("echo ").append(write.data()).append(" > ").append(write.path()).append("; ");
    }
    Process process =
        new ProcessBuilder("/bin/sh", "-c", joining + script).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static Path entered(Limits limits, String hierarchy) {
    return limits.enter().stream()
        .map(op -> Path.of(((InitOp.WriteFile) op).path()).getParent())
        .filter(group -> group.toString().contains(hierarchy))
        .findFirst()
        .orElseThrow();
  }

  private static String value(String file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key + " "))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<CgroupHierarchy> mounted() throws IOException {
    List<CgroupHierarchy> mounted = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
      List<String> fields = List.of(line.split(" ", -1));
      Set<String> carried = new HashSet<>(List.of(fields.get(3).split(",")));
      carried.retainAll(CONTROLLERS);
      if (fields.get(2).equals("cgroup") && !carried.isEmpty()) {
        mounted.add(new CgroupHierarchy(1, Path.of(fields.get(1)), carried));
      }
    }
    return mounted;
  }
}
