package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Limits;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.StubHostFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedGroupsTest {
  @Test
  void onV1TheProcessJoinsEachHierarchyAndSeesEachControllerByItsName() {
    Limits limits = limits(new CgroupV1(), Machine.v1());
    assertEquals("", limits.cloneInto());
    assertEquals(
        List.of(
            new InitOp.WriteFile("/sys/fs/cgroup/memory/jcr/web/tasks", "0"),
            new InitOp.WriteFile("/sys/fs/cgroup/cpu,cpuacct/jcr/web/tasks", "0"),
            new InitOp.WriteFile("/sys/fs/cgroup/pids/jcr/web/tasks", "0")),
        limits.enter());
    assertEquals(
        List.of(
            tmpfs("mode=755", "size=64k"),
            bind("/sys/fs/cgroup/memory", "/sys/fs/cgroup/memory/jcr/web"),
            bind("/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct/jcr/web"),
            bind("/sys/fs/cgroup/cpuacct", "/sys/fs/cgroup/cpu,cpuacct/jcr/web"),
            bind("/sys/fs/cgroup/pids", "/sys/fs/cgroup/pids/jcr/web"),
            tmpfs("remount", "ro")),
        limits.mounts());
  }

  @Test
  void onV2TheProcessIsBornInItsGroup() {
    Limits limits = limits(new CgroupV2(), Machine.v2());
    assertEquals("/sys/fs/cgroup/jcr/web", limits.cloneInto());
    assertEquals(List.of(), limits.enter());
    assertEquals(List.of(bind("/sys/fs/cgroup", "/sys/fs/cgroup/jcr/web")), limits.mounts());
  }

  @Test
  void onAHybridItIsBothAndV2IsSeenApart() {
    Limits limits = limits(new CgroupHybrid(), Machine.hybrid());
    assertEquals("/sys/fs/cgroup/unified/jcr/web", limits.cloneInto());
    assertEquals(
        List.of(new InitOp.WriteFile("/sys/fs/cgroup/cpu/jcr/web/tasks", "0")), limits.enter());
    assertEquals(
        List.of(
            tmpfs("mode=755", "size=64k"),
            bind("/sys/fs/cgroup/unified", "/sys/fs/cgroup/unified/jcr/web"),
            bind("/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu/jcr/web"),
            tmpfs("remount", "ro")),
        limits.mounts());
  }

  @Test
  void theNotesNameTheLimitAsItWasAskedFor() {
    Limits limits = limits(new CgroupV1(), Machine.v1());
    assertEquals(
        List.of(
            new Limits.Note(
                "/sys/fs/cgroup/memory/jcr/web/memory.oom_control",
                "oom_kill",
                "/sys/fs/cgroup/memory/jcr/web/memory.max_usage_in_bytes",
                "jcr: container web: a process was killed by its memory limit of 100M"
                    + " (peak %p MiB)")),
        limits.notes());
    RecordingHost host = RecordingHost.of("web", Machine.v2());
    assertEquals(
        List.of(
            new Limits.Note(
                "/sys/fs/cgroup/jcr/web/pids.events",
                "max",
                "",
                "jcr: container web: reached its limit of 32 processes")),
        new CgroupV2().create(Sample.spec("web", Sample.pids(32)), host).notes());
  }

  private static Limits limits(ResourceLimiter limiter, StubHostFacts facts) {
    return limiter.create(Sample.spec("web", Sample.MEMORY), RecordingHost.of("web", facts));
  }

  private static Mount bind(String destination, String source) {
    return new Mount(
        destination, "bind", source, List.of("bind", "ro", "nosuid", "nodev", "noexec"));
  }

  private static Mount tmpfs(String first, String second) {
    return new Mount(
        "/sys/fs/cgroup", "tmpfs", "tmpfs", List.of("nosuid", "nodev", "noexec", first, second));
  }
}
