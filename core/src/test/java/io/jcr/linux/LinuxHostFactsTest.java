package io.jcr.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a /proc made of files.
class LinuxHostFactsTest {
  @TempDir Path proc;
  private LinuxHostFacts facts;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(proc.resolve("self"));
    facts = new LinuxHostFacts(proc);
  }

  @Test
  void aNumberOfTheKernelsIsReadToItsEnd() {
    String most = facts.read(Path.of("/proc/sys/kernel/pid_max")).orElseThrow().strip();
    assertTrue(Integer.parseInt(most) > 300, most); // PIDMAX_MIN is 301
  }

  @Test
  void aHybridMachineHasManyHierarchies() throws IOException {
    write(
        "self/mountinfo",
        """
        22 27 0:21 / /proc rw,nosuid - proc proc rw
        30 27 0:26 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
        31 30 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
        32 30 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
        33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
        34 30 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory,clone_children
        35 30 0:31 / /sys/fs/cgroup/pids rw - cgroup none rw,pids,release_agent=/bin/x
        36 30 0:32 / /sys/fs/cgroup/my\\040set rw - cgroup cgroup rw,cpuset,noprefix,cpuset_v2_mode
        37 30 0:33 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,favordynmods,freezer
        """);
    assertEquals(
        List.of(
            new CgroupHierarchy(2, Path.of("/sys/fs/cgroup/unified"), Set.of()),
            new CgroupHierarchy(1, Path.of("/sys/fs/cgroup/systemd"), Set.of()),
            new CgroupHierarchy(1, Path.of("/sys/fs/cgroup/cpu,cpuacct"), Set.of("cpu", "cpuacct")),
            new CgroupHierarchy(1, Path.of("/sys/fs/cgroup/memory"), Set.of("memory")),
            new CgroupHierarchy(1, Path.of("/sys/fs/cgroup/pids"), Set.of("pids")),
            new CgroupHierarchy(1, Path.of("/sys/fs/cgroup/my set"), Set.of("cpuset")),
            new CgroupHierarchy(1, Path.of("/sys/fs/cgroup/freezer"), Set.of("freezer"))),
        facts.cgroups().stream()
            .map(h -> h.version() == 2 ? new CgroupHierarchy(2, h.mountPoint(), Set.of()) : h)
            .toList());
    assertEquals(
        Optional.of(Path.of("/sys/fs/cgroup/pids")),
        facts.cgroup(1, "pids").map(CgroupHierarchy::mountPoint));
    assertEquals(Optional.empty(), facts.cgroup(1, "hugetlb"));
  }

  @Test
  void aUnifiedHierarchyTellsItsControllersItself() throws IOException {
    Path mountPoint = Files.createDirectory(proc.resolve("cgroup"));
    write("cgroup/cgroup.controllers", "cpuset cpu memory pids\n");
    write("self/mountinfo", "31 30 0:27 / " + mountPoint + " rw - cgroup2 cgroup2 rw\n");
    assertEquals(
        List.of(new CgroupHierarchy(2, mountPoint, Set.of("cpuset", "cpu", "memory", "pids"))),
        facts.cgroups());
  }

  @Test
  void linesThatAreNoMountsAreLeftOut() throws IOException {
    write("self/mountinfo", "\n-\n31 30\n31 30 0:27 / /x rw cgroup cgroup rw,pids\n - cgroup\n");
    assertEquals(List.of(), facts.cgroups());
  }

  @Test
  void aMachineWithoutProcHasNothing() {
    LinuxHostFacts nothing = new LinuxHostFacts(proc.resolve("none"));
    assertEquals(List.of(), nothing.cgroups());
    assertFalse(nothing.hasFilesystem("overlay"));
    assertFalse(nothing.hasCapability(Capability.CAP_CHOWN));
  }

  @Test
  void fileSystemsAreThoseThatTheKernelLists() throws IOException {
    write("filesystems", "nodev\tsysfs\nnodev\toverlay\n\text4\n");
    assertTrue(facts.hasFilesystem("overlay"));
    assertTrue(facts.hasFilesystem("ext4"));
    assertFalse(facts.hasFilesystem("over"));
    assertFalse(facts.hasFilesystem("lay"));
    assertFalse(facts.hasFilesystem("nodev"));
  }

  @Test
  void capabilitiesAreTheEffectiveOnes() throws IOException {
    write(
        "self/status",
        """
        Name:\tjava
        CapInh:\tffffffffffffffff
        CapPrm:\tffffffffffffffff
        CapEff:\t0000000000201000
        CapBnd:\tffffffffffffffff
        """);
    Set<Capability> found = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if (facts.hasCapability(capability)) {
        found.add(capability);
      }
    }
    assertEquals(EnumSet.of(Capability.CAP_SYS_ADMIN, Capability.CAP_NET_ADMIN), found);
  }

  @Test
  void aFileIsReadOrMissing() throws IOException {
    write("text", "ä\n");
    assertEquals(Optional.of("ä\n"), facts.read(proc.resolve("text")));
    assertEquals(Optional.empty(), facts.read(proc.resolve("missing")));
    assertEquals(Optional.empty(), facts.read(proc));
  }

  @Test
  void theRealMachineHasProc() {
    LinuxHostFacts real = new LinuxHostFacts();
    assertTrue(real.hasFilesystem("proc"));
    assertFalse(real.hasFilesystem("no-such-file-system"));
    assertTrue(real.read(Path.of("/proc/sys/kernel/random/boot_id")).isPresent());
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(proc.resolve(name), content);
  }
}
