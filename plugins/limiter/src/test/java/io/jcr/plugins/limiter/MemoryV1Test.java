package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
