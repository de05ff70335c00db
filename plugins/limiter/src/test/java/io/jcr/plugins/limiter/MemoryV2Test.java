package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryV2Test {
  private static final String SWAPS =
      "Filename\tType\tSize\tUsed\tPriority\n/dev/sdb1 partition 1 0 -2\n";

  @TempDir Path directory;
  TemporaryCgroupfs host;
  Path group;

  @BeforeEach
  void machine() {
    host = TemporaryCgroupfs.v2(directory, "web").with("/proc/swaps", SWAPS);
    group = directory.resolve("jcr/web");
  }

  @Test
  void memoryIsLimitedSwapIsNoneAndAllProcessesGoTogether() throws IOException {
    new CgroupV2().create(Sample.spec("web", Sample.MEMORY), host);
    assertEquals("104857600", Files.readString(group.resolve("memory.max")));
    assertEquals("0", Files.readString(group.resolve("memory.swap.max")));
    assertEquals("1", Files.readString(group.resolve("memory.oom.group")));
  }

  @Test
  void swapThatTheKernelDoesNotLimitIsRefused() {
    host.lacking("memory.swap.max");
    UnsupportedException refusal =
        assertThrows(
            UnsupportedException.class,
            () -> new CgroupV2().create(Sample.spec("web", Sample.MEMORY), host));
    assertTrue(refusal.getMessage().contains("swap is on"), refusal.getMessage());
  }

  @Test
  void withoutSwapNothingNeedsToLimitIt() throws IOException {
    host.lacking("memory.swap.max").with("/proc/swaps", "Filename\n");
    new CgroupV2().create(Sample.spec("web", Sample.MEMORY), host);
    assertEquals("104857600", Files.readString(group.resolve("memory.max")));
  }

  @Test
  void unlimitedSwapIsAnOption() throws IOException {
    new CgroupV2().create(Sample.spec("web", Sample.MEMORY, "cgroup-v2:unlimited-swap"), host);
    assertEquals("", Files.readString(group.resolve("memory.swap.max")));
  }

  @Test
  void anotherFailureAboutSwapIsNotMistakenForAMissingFile() {
    host.failing(group.resolve("memory.swap.max"), Errno.EINVAL);
    HostException failure =
        assertThrows(
            HostException.class,
            () -> new CgroupV2().create(Sample.spec("web", Sample.MEMORY), host));
    assertEquals(
        "limiter cgroup-v2: write "
            + group
            + "/memory.swap.max: EINVAL: the kernel does not take this limit of the controller"
            + " memory",
        failure.getMessage());
  }
}
