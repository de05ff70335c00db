package io.jcr.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.spi.contract.StubHostFacts;
import io.jcr.state.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A container with pid 42 whose cgroups are directories of the test's.
class UsageMeterTest {
  private static final String NET =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
          lo:     500       5    0    0    0     0          0         0      500       5    0    0
        eth0:    1296      16    0    0    0     0          0         0      830      11    0    0
        eth1:       4       1    0    0    0     0          0         0        6       1    0    0
      """;

  @TempDir Path directory;
  private StubHostFacts facts = StubHostFacts.root();
  private Path bundle = Path.of("");

  @BeforeEach
  void aMachine() throws IOException {
    bundle = Files.createDirectories(directory.resolve("web"));
    facts =
        facts
            .withFile(Path.of("/proc/self/cgroup"), "0::/init.scope\n")
            .withFile(Path.of("/proc/sys/kernel/random/boot_id"), "boot\n")
            .withFile(Path.of("/proc/42/stat"), stat(7))
            .withFile(Path.of("/proc/42/net/dev"), NET)
            .withFile(Path.of("/proc/42/io"), "rchar: 9\nread_bytes: 4096\nwrite_bytes: 512\n")
            .withFile(Path.of("/proc/43/io"), "rchar: 9\nread_bytes: 4\nwrite_bytes: 8\n")
            .withFile(Path.of("/proc/meminfo"), "MemTotal:        1000 kB\nMemFree: 1 kB\n");
  }

  private static String stat(long startTime) {
    return "42 (sh) S" + " 0".repeat(18) + " " + startTime + " 0\n";
  }

  private ContainerState state(String net) {
    ContainerState state =
        new ContainerState("web", Status.RUNNING, 42, 7, "boot", bundle, Map.of("net", net));
    StateFile.write(state);
    facts = facts.withFile(bundle.resolve("state.json"), text(bundle.resolve("state.json")));
    return state;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void file(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    facts = facts.withFile(file, content);
  }

  private void v1() {
    facts =
        facts
            .withCgroup(1, directory.resolve("memory"), "memory")
            .withCgroup(1, directory.resolve("cpuacct"), "cpu", "cpuacct")
            .withCgroup(1, directory.resolve("pids"), "pids")
            .withFile(
                Path.of("/proc/42/cgroup"),
                "3:memory:/jcr/web\n2:cpu,cpuacct:/jcr/web\n1:pids:/jcr/web\n0::/init.scope\n");
  }

  private void v2() {
    facts =
        facts
            .withCgroup(2, directory.resolve("cg"), "memory", "pids")
            .withFile(Path.of("/proc/42/cgroup"), "0::/jcr/web\n");
  }

  @Test
  void onV1EachFigureIsInItsHierarchy() throws IOException {
    v1();
    file("memory/jcr/web/memory.usage_in_bytes", "5000\n");
    file("memory/jcr/web/memory.max_usage_in_bytes", "8000\n");
    file(
        "memory/jcr/web/memory.stat",
        "inactive_file 1\nhierarchical_memory_limit 100000\ntotal_inactive_file 1000\n");
    file("cpuacct/jcr/web/cpuacct.usage", "123456789\n");
    file("pids/jcr/web/pids.current", "2\n");
    file("pids/jcr/web/cgroup.procs", "42\n43\n");
    ContainerUsage usage = new UsageMeter(state("veth"), facts).read().orElseThrow();
    assertEquals(
        new ContainerUsage(
            usage.at(), 123456789L, 4000L, 100000L, 8000L, 1300L, 836L, 4100L, 520L, 2L),
        usage);
    assertEquals(4.0, usage.memoryPercent());
  }

  @Test
  void onV2TheyAreInOneDirectory() throws IOException {
    v2();
    file("cg/jcr/memory.max", "max\n");
    file("cg/jcr/web/memory.max", "max\n");
    file("cg/jcr/web/memory.current", "5000\n");
    file("cg/jcr/web/memory.stat", "inactive_file 1000\n");
    file("cg/jcr/web/cpu.stat", "usage_usec 1234\nuser_usec 1000\n");
    file("cg/jcr/web/pids.current", "1\n");
    file("cg/jcr/web/io.stat", "254:0 rbytes=90 wbytes=7 rios=3\n254:16 rbytes=10 wbytes=1\n");
    ContainerUsage usage = new UsageMeter(state("none"), facts).read().orElseThrow();
    assertEquals(
        new ContainerUsage(usage.at(), 1234000L, 4000L, 1024000L, null, 1300L, 836L, 100L, 8L, 1L),
        usage);
  }

  @Test
  void onV2TheTightestLimitAboveItCounts() throws IOException {
    v2();
    file("cg/jcr/web/memory.current", "10\n");
    file("cg/jcr/web/memory.max", "900\n");
    file("cg/jcr/memory.max", "300\n");
    assertEquals(300, new UsageMeter(state("none"), facts).read().orElseThrow().memoryLimit());
  }

  @Test
  void withALimitOfTheDisksItsGroupIsAsked() throws IOException {
    v1();
    facts =
        facts
            .withCgroup(1, directory.resolve("blkio"), "blkio")
            .withFile(Path.of("/proc/42/cgroup"), "5:blkio:/jcr/web\n");
    file(
        "blkio/jcr/web/blkio.throttle.io_service_bytes_recursive",
        "254:0 Read 90\n254:0 Write 7\n254:0 Sync 97\n254:16 Read 1\n254:0 Total 97\nTotal 98\n");
    ContainerUsage usage = new UsageMeter(state("none"), facts).read().orElseThrow();
    assertEquals(91, usage.read());
    assertEquals(7, usage.written());
  }

  @Test
  void theHostsNetworkIsNotTheContainers() throws IOException {
    v1();
    ContainerUsage usage = new UsageMeter(state("host"), facts).read().orElseThrow();
    assertNull(usage.received());
    assertNull(usage.sent());
  }

  @Test
  void oneThatHasEndedUsesNothing() throws IOException {
    v1();
    ContainerState state = state("veth");
    assertTrue(new UsageMeter(state, facts).read().isPresent());
    StubHostFacts later = facts.withFile(Path.of("/proc/42/stat"), stat(8));
    assertEquals(Optional.empty(), new UsageMeter(state, later).read());
  }

  @Test
  void theProcessorsShareIsOfTheTimeBetween() {
    ContainerUsage before = cpu(1_000, 500L);
    assertEquals(150.0, cpu(3_000, 3_500L).cpuPercent(before));
    assertNull(cpu(3_000, 3_500L).cpuPercent(null));
    assertNull(cpu(3_000, null).cpuPercent(before));
    assertNull(cpu(1_000, 600L).cpuPercent(before));
  }

  private static ContainerUsage cpu(long at, @Nullable Long nanos) {
    return new ContainerUsage(at, nanos, null, null, null, null, null, null, null, null);
  }
}
