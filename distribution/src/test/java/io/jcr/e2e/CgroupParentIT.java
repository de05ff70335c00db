package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.e2e.Cgroups.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Containers whose cgroups are not where jcr would put them: `--cgroup-parent`, and `cgroupsPath`
/// of a config.json.
@WithJcr
class CgroupParentIT {
  private static final String TOP = "e2e-parent";

  @BeforeEach
  void requirements() {
    Requires.root();
    Requires.controller("pids");
  }

  /// All commands that look for the cgroups of a container find them there.
  @Test
  void theContainerLivesBelowTheParent(Jcr jcr) {
    try (Detached one =
        Detached.offline(
            jcr, "parent-1", "--cgroup-parent=/e2e-parent/jobs", "--memory=64M", "sleep", "1000")) {
      String id = inspected(jcr, one.name()).get("id").text();
      assertEquals(List.of("/e2e-parent/jobs/" + id), ownGroups(one.container()));
      assertEquals(
          "/e2e-parent/jobs/" + id,
          inspected(jcr, one.name()).get("config.linux.cgroupsPath").text());
      assertTrue(
          one.exec(one.name(), "cat", "/proc/self/cgroup").succeeded().output().contains(":/\n"));
      one.does("update", "--pids-limit=9");
      Path pids = Cgroups.of(one.container(), "pids");
      assertEquals("9", Cgroups.read(pids.resolve("pids.max")));
      assertTrue(pids.endsWith(Path.of(TOP, "jobs", id)), pids.toString());
      String stats = jcr.call("stats", "--no-stream", one.name()).succeeded().output();
      assertTrue(stats.contains("64MiB") || stats.contains("64 MiB"), stats);
      one.does("pause");
      one.does("unpause");
      one.does("stop", "-t=0");
      assertEquals(List.of(), made());
      one.does("start");
      assertEquals(List.of("/e2e-parent/jobs/" + id), ownGroups(one.container()));
    }
    assertEquals(List.of(), made());
  }

  /// What jcr did not make stays.
  @Test
  void aParentThatWasThereStays(Jcr jcr) throws IOException {
    List<Path> parents = Cgroups.hierarchies().stream().map(CgroupParentIT::top).toList();
    try {
      for (Path parent : parents) {
        Files.createDirectories(parent); // two may be mount points of one hierarchy
      }
      jcr.run("--net=none", "--cgroup-parent=" + TOP, "--", "true").succeeded();
      assertEquals(parents, made());
    } finally {
      for (Path parent : parents) {
        Files.deleteIfExists(parent);
      }
    }
  }

  @Test
  void aConfigJsonSaysWhereTheCgroupIs(Jcr jcr) throws IOException {
    jcr.call("create", "--net=none", "--name=parent-2", "--", "sleep", "1000").exited(0);
    try (Detached one = new Detached(jcr, "parent-2")) {
      Path config = one.file("config.json");
      String linux = "\"linux\" : {";
      Files.writeString(
          config,
          Files.readString(config)
              .replace(linux, linux + "\"cgroupsPath\" : \"/" + TOP + "/named\","));
      one.does("start");
      assertEquals(List.of("/e2e-parent/named"), ownGroups(one.container()));
      // a container inside would die with it
      jcr.run("--net=none", "--cgroup-parent=/" + TOP + "/named", "--", "true")
          .failed(
              125,
              "jcr: limiter .*: cgroup .*/e2e-parent/named/[0-9a-f]{64}: .*/e2e-parent/named is the"
                  + " cgroup of container parent-2 \\(choose another parent\\)");
    }
    assertEquals(List.of(), made());
  }

  @Test
  void whatIsNoPathIsRefused(Jcr jcr) {
    jcr.run("--cgroup-parent=../x", "--", "true")
        .failed(2, "jcr: --cgroup-parent=\\.\\./x: expected the path of a cgroup .*");
  }

  private static Json inspected(Jcr jcr, String name) {
    return jcr.call("inspect", name).succeeded().json().elements().toList().getFirst();
  }

  /// The paths of a process's cgroups that are not this process's, each once.
  private static List<String> ownGroups(Proc process) {
    List<String> mine = Proc.self().read("cgroup").orElseThrow().lines().toList();
    return process
        .read("cgroup")
        .orElseThrow()
        .lines()
        .filter(line -> !mine.contains(line))
        .map(line -> line.substring(line.indexOf('/')))
        .distinct()
        .toList();
  }

  private static Path top(Hierarchy hierarchy) {
    return hierarchy.directory().resolve(TOP);
  }

  private static List<Path> made() {
    return Cgroups.hierarchies().stream()
        .flatMap(hierarchy -> Stream.of(top(hierarchy)))
        .filter(Files::exists)
        .toList();
  }
}
