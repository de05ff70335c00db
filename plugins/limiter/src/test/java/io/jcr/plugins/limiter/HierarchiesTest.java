package io.jcr.plugins.limiter;

import static io.jcr.plugins.limiter.Machine.MOUNTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Support;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HierarchiesTest {
  private static final List<ResourceLimiter> IN_DEFAULT_ORDER =
      List.of(new CgroupV2(), new CgroupV1(), new CgroupHybrid());
  private static final Path PROC_CGROUPS = Path.of("/proc/cgroups");

  @Test
  void theDefaultIsTheFirstThatFindsEveryControllerOfTheHost() {
    assertEquals("cgroup-v1", first(Machine.v1()));
    assertEquals("cgroup-v2", first(Machine.v2()));
    assertEquals("cgroup-hybrid", first(Machine.hybrid()));
  }

  @Test
  void aControllerThatTheKernelLacksDoesNotHinderTheOthers() {
    assertEquals(
        "cgroup-v2", first(StubHostFacts.root().withCgroup(2, MOUNTS, "cpu", "pids", "cpuset")));
  }

  @Test
  void systemdsOwnHierarchyIsNoneOfOurs() {
    StubHostFacts facts = Machine.v2().withCgroup(1, MOUNTS.resolve("systemd"));
    assertEquals(
        Support.no("no cgroup v1 hierarchy is mounted", "use --limiter=cgroup-v2"),
        new CgroupV1().probe(facts));
  }

  @Test
  void theProbeSaysWhichControllersAreElsewhere() {
    assertEquals(
        Support.no("cgroup v2 does not carry cpu, cpuset, memory, pids", "use --limiter=cgroup-v1"),
        new CgroupV2().probe(Machine.v1()));
    assertEquals(
        Support.no("cgroup v1 does not carry memory, pids", "use --limiter=cgroup-hybrid"),
        new CgroupV1().probe(Machine.hybrid()));
  }

  @Test
  void withoutAnyHierarchyTheProbeTellsHowToMountOne() {
    assertEquals(
        Support.no(
            "no cgroup v1 or v2 hierarchy is mounted", "mount -t cgroup2 cgroup2 /sys/fs/cgroup"),
        new CgroupHybrid().probe(StubHostFacts.bare()));
  }

  @Test
  void aControllerOnTheOtherVersionIsFoundByTheHybrid() {
    assertEquals(
        "limiter cgroup-v1: the controller memory is not on cgroup v1, looked for at"
            + " /sys/fs/cgroup/cpu, /sys/fs/cgroup/blkio, /sys/fs/cgroup/cpuset (use --limiter=cgroup-hybrid)",
        refusal(new CgroupV1(), Machine.hybrid()));
  }

  @Test
  void aControllerThatIsSwitchedOffIsSwitchedOnByTheBootLoader() {
    StubHostFacts pi =
        StubHostFacts.root()
            .withCgroup(2, MOUNTS, "cpu", "pids")
            .withFile(PROC_CGROUPS, "#subsys_name\thierarchy\nmemory\t0\t70\t0\n");
    assertEquals(
        "limiter cgroup-v2: the controller memory is not on cgroup v2, looked for at"
            + " /sys/fs/cgroup (boot with cgroup_enable=memory)",
        refusal(new CgroupV2(), pi));
  }

  @Test
  void aControllerThatIsOnlyNotMountedCanBeMounted() {
    StubHostFacts facts =
        StubHostFacts.root()
            .withCgroup(1, MOUNTS.resolve("cpu"), "cpu")
            .withFile(PROC_CGROUPS, "cpuset\t3\t1\t1\nmemory\t0\t1\t1\n");
    assertEquals(
        "limiter cgroup-v1: the controller memory is not on cgroup v1, looked for at"
            + " /sys/fs/cgroup/cpu (mount -t cgroup -o memory cgroup /sys/fs/cgroup/memory)",
        refusal(new CgroupV1(), facts));
  }

  @Test
  void aControllerThatTheKernelWasBuiltWithoutIsSaidToBeSo() {
    assertEquals(
        "limiter cgroup-hybrid: the controller memory is not on cgroup v1 or v2, which is not"
            + " mounted (this kernel is built without it)",
        refusal(new CgroupHybrid(), StubHostFacts.root()));
  }

  @Test
  void theHybridPrefersTheUnifiedHierarchy() {
    StubHostFacts both = Machine.hybrid().withCgroup(1, MOUNTS.resolve("memory"), "memory");
    RecordingHost host = RecordingHost.of("web", both);
    new CgroupHybrid().create(Sample.spec("web", LinuxResources.UNLIMITED), host);
    assertEquals(
        Stream.of("unified/jcr/web", "cpu/jcr/web").map(MOUNTS::resolve).toList(),
        host.calls("createCgroup").stream().map(c -> c.argument(0, Path.class)).toList());
  }

  private static String first(StubHostFacts facts) {
    return IN_DEFAULT_ORDER.stream()
        .filter(l -> l.probe(facts) instanceof Support.Supported)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static String refusal(ResourceLimiter limiter, StubHostFacts facts) {
    return assertThrows(
            UnsupportedException.class,
            () -> limiter.create(Sample.spec("web", Sample.MEMORY), RecordingHost.of("web", facts)))
        .getMessage();
  }

  @Test
  void whoCannotMakeGroupsIsTold() {
    StubHostFacts weak = Machine.v1().withCapabilities(Set.of());
    assertEquals(
        Support.no(
            "CAP_DAC_OVERRIDE is missing: no cgroup can be made",
            "run as root, for instance with sudo"),
        new CgroupV1().probe(weak));
  }

  @Test
  void aHierarchyThatCannotBeWrittenIsTold() {
    Path memory = Machine.v1().cgroup(1, "memory").orElseThrow().mountPoint();
    String line = "30 23 0:26 / " + memory + " %s,relatime - cgroup cgroup rw,memory\n";
    Path mountinfo = Path.of("/proc/self/mountinfo");
    assertEquals(
        Support.no(memory + " is mounted read-only", "mount -o remount,rw " + memory),
        new CgroupV1().probe(Machine.v1().withFile(mountinfo, line.formatted("ro"))));
    assertEquals(
        Support.yes(),
        new CgroupV1().probe(Machine.v1().withFile(mountinfo, line.formatted("rw"))));
  }
}
