package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;
import org.junit.jupiter.api.Test;

class KernelRangeTest {
  @Test
  void theLargestValuesThatTheKernelTakesAreTaken() {
    assertDoesNotThrow(() -> KernelRange.check(Sample.pids(4_194_304)));
    assertDoesNotThrow(() -> KernelRange.check(cpu(17_592_186_044_415L)));
    assertDoesNotThrow(() -> KernelRange.check(memory(Long.MAX_VALUE)));
    assertDoesNotThrow(() -> KernelRange.check(memory(1 << 20)));
    assertDoesNotThrow(() -> KernelRange.check(LinuxResources.UNLIMITED));
  }

  @Test
  void whatIsBeyondIsRefusedWithTheBound() {
    assertEquals(
        "--limit pids:4194305: the kernel has at most 4194304", refusal(Sample.pids(4_194_305)));
    assertEquals(
        "--limit cpu: a quota of 17592186044416 µs is above the kernel's 17592186044415",
        refusal(cpu(17_592_186_044_416L)));
    assertEquals("--limit memory:1023K: a shell needs at least 1M", refusal(memory(1023 << 10)));
    assertEquals(
        "--limit cpuset:0-: '0-' is not a processor or a range of them, as in 0-1,4",
        refusal(Sample.cpus("0-")));
  }

  private static String refusal(LinuxResources resources) {
    return assertThrows(UsageException.class, () -> KernelRange.check(resources)).getMessage();
  }

  private static LinuxResources memory(long limit) {
    return new LinuxResources(new LinuxMemory(limit), null, null);
  }

  private static LinuxResources cpu(long quota) {
    return new LinuxResources(null, new LinuxCpu(quota, 1_000_000, null), null);
  }
}
