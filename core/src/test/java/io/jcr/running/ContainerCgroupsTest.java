package io.jcr.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.HostException;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerCgroupsTest {
  private static final String MINE =
      """
      12:pids:/
      11:memory:/user
      10:cpu,cpuacct:/
      9:freezer:/
      1:name=systemd:/init.scope
      0::/init.scope
      """;

  @TempDir Path cgroups;

  @Test
  void onV1ThoseAreTheContainersWhichItDoesNotShareWithTheCaller() {
    StubHostFacts facts =
        v1(
            """
            12:pids:/jcr/web
            11:memory:/user
            10:cpu,cpuacct:/jcr/web
            9:freezer:/jcr/web
            1:name=systemd:/init.scope
            0::/init.scope
            """);
    assertEquals(
        List.of(
            cgroups.resolve("pids/jcr/web"),
            cgroups.resolve("cpu,cpuacct/jcr/web"),
            cgroups.resolve("freezer/jcr/web")),
        new ContainerCgroups(facts).directories(42));
  }

  @Test
  void onV2ItIsTheOne() throws IOException {
    Path group = Files.createDirectories(cgroups.resolve("jcr/web:1"));
    Files.createFile(group.resolve("cgroup.procs"));
    StubHostFacts facts =
        StubHostFacts.root()
            .withCgroup(2, cgroups, "pids", "memory")
            .withFile(Path.of("/proc/self/cgroup"), "0::/init.scope\n")
            .withFile(Path.of("/proc/42/cgroup"), "0::/jcr/web:1\n");
    assertEquals(List.of(group), new ContainerCgroups(facts).directories(42));
    assertEquals(List.of(group + "/cgroup.procs"), new ContainerCgroups(facts).of(42));
  }

  /// Writing a pid to `cgroup.procs` of v1 takes milliseconds.
  @Test
  void onV1TheFileIsTasks() throws IOException {
    Path group = Files.createDirectories(cgroups.resolve("pids/jcr/web"));
    Files.createFile(group.resolve("cgroup.procs"));
    Files.createFile(group.resolve("tasks"));
    assertEquals(List.of(group + "/tasks"), new ContainerCgroups(v1("12:pids:/jcr/web\n")).of(42));
  }

  /// Else the process would run without the limit.
  @Test
  void aCgroupThatIsNotThereIsNotLeftOut() {
    HostException failure =
        assertThrows(
            HostException.class, () -> new ContainerCgroups(v1("12:pids:/jcr/web\n")).of(42));
    assertEquals(
        "the cgroup " + cgroups.resolve("pids/jcr/web") + " of process 42 is not there",
        failure.getMessage());
  }

  @Test
  void aProcessThatHasEndedHasNone() {
    assertEquals(List.of(), new ContainerCgroups(v1("")).directories(43));
  }

  @Test
  void aHierarchyThatIsNotMountedIsLeftOut() {
    assertEquals(List.of(), new ContainerCgroups(v1("7:hugetlb:/jcr/web\n")).directories(42));
  }

  private StubHostFacts v1(String theirs) {
    return StubHostFacts.root()
        .withCgroup(1, cgroups.resolve("pids"), "pids")
        .withCgroup(1, cgroups.resolve("memory"), "memory")
        .withCgroup(1, cgroups.resolve("cpu,cpuacct"), "cpu", "cpuacct")
        .withCgroup(1, cgroups.resolve("freezer"), "freezer")
        .withFile(Path.of("/proc/self/cgroup"), MINE)
        .withFile(Path.of("/proc/42/cgroup"), theirs);
  }
}
