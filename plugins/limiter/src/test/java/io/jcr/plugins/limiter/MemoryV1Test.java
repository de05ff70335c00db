package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Errno;
import io.jcr.api.HostException;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryV1Test {
  private static final String SWAPS = "Filename\tType\tSize\tUsed\tPriority\n";
  private static final String SWAP_FILE = "memory.memsw.limit_in_bytes";

  @TempDir Path directory;
  TemporaryCgroupfs host;
  Path group;

  @BeforeEach
  void machine() {
    host = TemporaryCgroupfs.v1(directory, "web");
    group = directory.resolve("memory/jcr/web");
  }

  @Test
  void memoryIsLimitedBeforeMemoryAndSwap() throws IOException {
    new CgroupV1().create(Sample.spec("web", Sample.MEMORY), host);
    assertEquals(
        List.of(group.resolve("memory.limit_in_bytes"), group.resolve(SWAP_FILE)), host.written());
    assertEquals("104857600", Files.readString(group.resolve("memory.limit_in_bytes")));
    assertEquals("104857600", Files.readString(group.resolve(SWAP_FILE)));
  }

  @Test
  void swapThatTheKernelDoesNotLimitIsRefused() {
    host.lacking(SWAP_FILE).with("/proc/swaps", SWAPS + "/dev/sdb1 partition 1 0 -2\n");
    UnsupportedException refusal =
        assertThrows(
            UnsupportedException.class,
            () -> new CgroupV1().create(Sample.spec("web", Sample.MEMORY), host));
    assertEquals(
        "limiter cgroup-v1: swap is on and this kernel does not limit it, so that a memory limit"
            + " would only make the container slow (boot with swapaccount=1, or turn swap off, or"
            + " accept it with the limiter's option unlimited-swap)",
        refusal.getMessage());
    assertEquals(List.of(), host.written());
  }

  @Test
  void withoutSwapNothingNeedsToLimitIt() {
    host.lacking(SWAP_FILE).with("/proc/swaps", SWAPS);
    new CgroupV1().create(Sample.spec("web", Sample.MEMORY), host);
    assertEquals(List.of(group.resolve("memory.limit_in_bytes")), host.written());
  }

  @Test
  void unlimitedSwapIsAnOption() {
    host.lacking(SWAP_FILE).with("/proc/swaps", SWAPS + "/dev/sdb1 partition 1 0 -2\n");
    new CgroupV1().create(Sample.spec("web", Sample.MEMORY, "cgroup-v1:unlimited-swap"), host);
    assertEquals(List.of(group.resolve("memory.limit_in_bytes")), host.written());
  }

  private void update(long before, long after) throws IOException {
    new CgroupV1().create(Sample.spec("web", memory(before)), host);
    List<Path> earlier = host.written();
    new CgroupV1()
        .update(Sample.spec("web", memory(before)), Sample.spec("web", memory(after)), host);
    written = host.written().subList(earlier.size(), host.written().size());
    assertEquals("" + after, Files.readString(group.resolve("memory.limit_in_bytes")));
    assertEquals("" + after, Files.readString(group.resolve(SWAP_FILE)));
  }

  private static LinuxResources memory(long bytes) {
    return new LinuxResources(new LinuxMemory(bytes), null, null);
  }

  private List<Path> written = List.of();

  /// Memory alone may at no time be more than memory and swap together: EINVAL.
  @Test
  void whereItIsRaisedMemoryAndSwapComesFirst() throws IOException {
    update(100L << 20, 200L << 20);
    assertEquals(
        List.of(group.resolve(SWAP_FILE), group.resolve("memory.limit_in_bytes")), written);
  }

  @Test
  void whereItIsLoweredItComesLast() throws IOException {
    update(200L << 20, 100L << 20);
    assertEquals(
        List.of(group.resolve("memory.limit_in_bytes"), group.resolve(SWAP_FILE)), written);
  }

  @Test
  void onlyWhatChangesIsWritten() {
    new CgroupV1().create(Sample.spec("web", Sample.MEMORY), host);
    int before = host.written().size();
    LinuxResources more = new LinuxResources(Sample.MEMORY.memory(), null, new LinuxPids(7));
    new CgroupV1().update(Sample.spec("web", Sample.MEMORY), Sample.spec("web", more), host);
    assertEquals(
        List.of(directory.resolve("pids/jcr/web/pids.max")),
        host.written().subList(before, host.written().size()));
  }

  @Test
  void memoryThatIsInUseIsSaidToBe() {
    new CgroupV1().create(Sample.spec("web", Sample.MEMORY), host);
    host.failing(group.resolve("memory.limit_in_bytes"), Errno.EBUSY);
    HostException refused =
        assertThrows(
            HostException.class,
            () ->
                new CgroupV1()
                    .update(
                        Sample.spec("web", Sample.MEMORY),
                        Sample.spec("web", memory(1 << 20)),
                        host));
    assertEquals(
        "limiter cgroup-v1: write "
            + group.resolve("memory.limit_in_bytes")
            + ": EBUSY: the container uses more than that, and the kernel cannot free enough of it"
            + " (choose a larger limit, or end some of its processes)",
        refused.getMessage());
  }

  @Test
  void aHierarchyThatTheContainerIsNotInIsNoPlaceForALimit() {
    new CgroupV1().create(Sample.spec("web", Sample.MEMORY), host);
    int before = host.written().size();
    LinuxResources more =
        new LinuxResources(
            new LinuxMemory(2 << 20), new LinuxCpu(0, LinuxCpu.DEFAULT_PERIOD, "0"), null);
    UnsupportedException refused =
        assertThrows(
            UnsupportedException.class,
            () ->
                new CgroupV1()
                    .update(Sample.spec("web", Sample.MEMORY), Sample.spec("web", more), host));
    assertEquals(
        "limiter cgroup-v1: container 'web' has no cgroup of the controller cpuset, since it was"
            + " started without such a limit (stop it, change the limit, and start it again)",
        refused.getMessage());
    assertEquals(before, host.written().size());
  }
}
