package io.jcr.spi.contract;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An imaginary machine for tests.
///
/// @param cgroups its mounted hierarchies
/// @param filesystems the file system types that its kernel has
/// @param capabilities the capabilities that jcr has there
/// @param files the readable files; all others are missing
public record StubHostFacts(
    List<CgroupHierarchy> cgroups,
    Set<String> filesystems,
    Set<Capability> capabilities,
    Map<Path, String> files)
    implements HostFacts {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  public StubHostFacts {
    cgroups = List.copyOf(cgroups);
    filesystems = Set.copyOf(filesystems);
    capabilities = Set.copyOf(capabilities);
    files = Map.copyOf(files);
  }

  /// A machine with nothing: no capability, no cgroup, no file system, no file.
  public static StubHostFacts bare() {
    return new StubHostFacts(List.of(), Set.of(), Set.of(), Map.of());
  }

  /// Root on an ordinary machine without any mounted cgroup hierarchy.
  public static StubHostFacts root() {
    return new StubHostFacts(
        List.of(),
        Set.of("overlay", "proc", "sysfs", "tmpfs", "devpts", "mqueue", "ext4"),
        EnumSet.allOf(Capability.class),
        Map.of());
  }

  /// Root on a machine with four processors and every controller on the unified hierarchy, none of
  /// them delegated yet; its files are on the disk [SampleLimit#DEVICE].
  public static StubHostFacts cgroupV2() {
    return onDisk()
        .withCgroup(2, CGROUPS, "cpuset", "cpu", "io", "memory", "hugetlb", "pids")
        .withFile(CGROUPS.resolve("cgroup.subtree_control"), "\n")
        .withFile(CGROUPS.resolve("cpuset.cpus.effective"), "0-3\n");
  }

  /// The same with every controller on v1; cpu and cpuacct share a hierarchy, as in distributions.
  public static StubHostFacts cgroupV1() {
    Path cpuset = CGROUPS.resolve("cpuset");
    return onDisk()
        .withCgroup(1, CGROUPS.resolve("cpu,cpuacct"), "cpu", "cpuacct")
        .withCgroup(1, cpuset, "cpuset")
        .withCgroup(1, CGROUPS.resolve("memory"), "memory")
        .withCgroup(1, CGROUPS.resolve("blkio"), "blkio")
        .withCgroup(1, CGROUPS.resolve("pids"), "pids")
        .withCgroup(1, CGROUPS.resolve("freezer"), "freezer")
        .withCgroup(1, CGROUPS.resolve("systemd"))
        .withCgroup(2, CGROUPS.resolve("unified"), "hugetlb")
        .withFile(cpuset.resolve("cpuset.cpus"), "0-3\n")
        .withFile(cpuset.resolve("cpuset.mems"), "0\n")
        .withFile(CGROUPS.resolve("memory/memory.memsw.limit_in_bytes"), "9223372036854771712\n");
  }

  private static StubHostFacts onDisk() {
    return root()
        .withFile(
            Path.of("/proc/self/mountinfo"),
            """
            24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            25 24 0:22 / /run rw,nosuid shared:2 - tmpfs tmpfs rw,mode=755
            """);
  }

  /// The same machine with one more hierarchy mounted.
  public StubHostFacts withCgroup(int version, Path mountPoint, String... controllers) {
    List<CgroupHierarchy> more = new ArrayList<>(cgroups);
    more.add(new CgroupHierarchy(version, mountPoint, Set.of(controllers)));
    return new StubHostFacts(more, filesystems, capabilities, files);
  }

  /// The same machine with one more readable file.
  public StubHostFacts withFile(Path file, String content) {
    Map<Path, String> more = new HashMap<>(files);
    more.put(file, content);
    return new StubHostFacts(cgroups, filesystems, capabilities, more);
  }

  /// The same machine with one more file system in its kernel.
  public StubHostFacts withFilesystem(String type) {
    Set<String> more = new HashSet<>(filesystems);
    more.add(type);
    return new StubHostFacts(cgroups, more, capabilities, files);
  }

  /// The same machine where jcr has only these capabilities.
  public StubHostFacts withCapabilities(Set<Capability> others) {
    return new StubHostFacts(cgroups, filesystems, others, files);
  }

  @Override
  public boolean hasFilesystem(String type) {
    return filesystems.contains(type);
  }

  @Override
  public boolean hasCapability(Capability capability) {
    return capabilities.contains(capability);
  }

  @Override
  public Optional<String> read(Path file) {
    return Optional.ofNullable(files.get(file));
  }
}
