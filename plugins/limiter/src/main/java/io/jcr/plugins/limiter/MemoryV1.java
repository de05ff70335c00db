package io.jcr.plugins.limiter;

import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxResources;
import io.jcr.spi.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The [memory controller](https://docs.kernel.org/admin-guide/cgroup-v1/memory.html) of cgroup v1.
final class MemoryV1 implements Controller<LinuxMemory> {
  private static final String MEMORY = "memory.limit_in_bytes";
  private static final String SWAP = "memory.memsw.limit_in_bytes";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public @Nullable LinuxMemory limitIn(LinuxResources resources) {
    return resources.memory();
  }

  @Override
  public void check(LinuxMemory memory, ControlGroup group) {
    if (!limitsSwap(group) && Swap.isLimited(memory, group) && Swap.isOn(group.facts())) {
      throw Swap.uncontrolled(group);
    }
  }

  @Override
  public void set(LinuxMemory memory, ControlGroup group) {
    // The kernel requires memory plus swap never to be smaller than memory, so it is set after
    // memory, unless it already has a limit that memory would exceed.
    boolean raised = limitsSwap(group) && isBelow(memory.limit(), group);
    if (raised) {
      group.set(SWAP, Swap.isLimited(memory, group) ? memory.swap() : LinuxMemory.UNLIMITED_SWAP);
    }
    group.set(MEMORY, memory.limit());
    if (!raised && limitsSwap(group) && Swap.isLimited(memory, group)) {
      group.set(SWAP, memory.swap());
    }
  }

  private static boolean isBelow(long limit, ControlGroup group) {
    String now = group.read(group.directory(), SWAP).orElse("");
    return !now.isEmpty() && Long.parseLong(now) < limit;
  }

  @Override
  public List<Limits.Note> notes(LinuxMemory memory, ControlGroup group) {
    return List.of(
        OutOfMemory.note(group, memory, "memory.oom_control", "memory.max_usage_in_bytes"));
  }

  /// Missing when the kernel was booted with `swapaccount=0`, in the root group and everywhere
  /// else.
  private static boolean limitsSwap(ControlGroup group) {
    return group.facts().read(group.mountPoint().resolve(SWAP)).isPresent();
  }
}
