package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;

/// The values that the kernel accepts, checked before anything is changed: otherwise it would
/// return EINVAL, or accept a limit under which nothing can start.
final class KernelRange {
  /// PID_MAX_LIMIT.
  private static final long MAX_PIDS = 1L << 22;

  /// In microseconds; larger values do not fit the scheduler's fixed-point arithmetic.
  private static final long MAX_QUOTA = (1L << 44) - 1;

  /// Becoming a container is charged to it, too (page tables, mounts, namespaces): measured with
  /// two processors, `/bin/true` takes 320 KiB, a shell with a pipe 768 KiB.
  private static final long MIN_MEMORY = 1L << 20;

  private KernelRange() {}

  /// @throws UsageException for the first impossible limit
  static void check(LinuxResources resources) {
    LinuxMemory memory = resources.memory();
    if (memory != null && memory.limit() < MIN_MEMORY) {
      throw new UsageException(
          "--limit memory:"
              + OutOfMemory.text(memory.limit())
              + ": a shell needs at least "
              + OutOfMemory.text(MIN_MEMORY));
    }
    LinuxPids pids = resources.pids();
    if (pids != null && pids.limit() > MAX_PIDS) {
      throw new UsageException(
          "--limit pids:" + pids.limit() + ": the kernel has at most " + MAX_PIDS);
    }
    LinuxCpu cpu = resources.cpu();
    if (cpu != null && cpu.quota() > MAX_QUOTA) {
      throw new UsageException(
          "--limit cpu: a quota of " + cpu.quota() + " µs is above the kernel's " + MAX_QUOTA);
    }
    if (cpu != null && cpu.cpus() != null) {
      CpuList.parse(cpu.cpus());
    }
  }
}
