package io.jcr.plugins.limiter;

import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;

/// Machines with four processors and their cgroups in different places.
final class Machine {
  static final Path MOUNTS = Path.of("/sys/fs/cgroup");
  static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final String ON_DISK =
      """
      24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      25 24 0:22 / /run rw,nosuid shared:2 - tmpfs tmpfs rw,mode=755
      """;
  private static final Path V1_CPUSET = MOUNTS.resolve("cpuset");

  private Machine() {}

  /// Every controller on v1, cpu and cpuacct together as distributions have them.
  static StubHostFacts v1() {
    return StubHostFacts.root()
        .withCgroup(1, MOUNTS.resolve("cpu,cpuacct"), "cpu", "cpuacct")
        .withFile(MOUNTINFO, ON_DISK)
        .withCgroup(1, V1_CPUSET, "cpuset")
        .withCgroup(1, MOUNTS.resolve("memory"), "memory")
        .withCgroup(1, MOUNTS.resolve("blkio"), "blkio")
        .withCgroup(1, MOUNTS.resolve("pids"), "pids")
        .withCgroup(1, MOUNTS.resolve("systemd"))
        .withCgroup(2, MOUNTS.resolve("unified"), "hugetlb")
        .withFile(V1_CPUSET.resolve("cpuset.cpus"), "0-3\n")
        .withFile(V1_CPUSET.resolve("cpuset.mems"), "0\n")
        .withFile(MOUNTS.resolve("memory/memory.memsw.limit_in_bytes"), "9223372036854771712\n");
  }

  /// Every controller on the unified hierarchy, of which none is handed down yet.
  static StubHostFacts v2() {
    return StubHostFacts.root()
        .withFile(MOUNTINFO, ON_DISK)
        .withCgroup(2, MOUNTS, "cpuset", "cpu", "io", "memory", "hugetlb", "pids")
        .withFile(MOUNTS.resolve("cgroup.subtree_control"), "\n")
        .withFile(MOUNTS.resolve("cpuset.cpus.effective"), "0-3\n");
  }

  /// memory and pids on the unified hierarchy, cpu and cpuset on v1.
  static StubHostFacts hybrid() {
    Path unified = MOUNTS.resolve("unified");
    return StubHostFacts.root()
        .withFile(MOUNTINFO, ON_DISK)
        .withCgroup(1, MOUNTS.resolve("cpu"), "cpu")
        .withCgroup(1, MOUNTS.resolve("blkio"), "blkio")
        .withCgroup(1, V1_CPUSET, "cpuset")
        .withCgroup(2, unified, "memory", "pids")
        .withFile(unified.resolve("cgroup.subtree_control"), "pids\n")
        .withFile(V1_CPUSET.resolve("cpuset.cpus"), "0-3\n")
        .withFile(V1_CPUSET.resolve("cpuset.mems"), "0\n");
  }
}
