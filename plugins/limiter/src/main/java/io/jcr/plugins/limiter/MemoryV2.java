package io.jcr.plugins.limiter;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxResources;
import io.jcr.spi.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The [memory controller](https://docs.kernel.org/admin-guide/cgroup-v2.html#memory) of cgroup v2.
final class MemoryV2 implements Controller<LinuxMemory> {
  private static final String SWAP = "memory.swap.max";
  private static final String MAX = "max";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public @Nullable LinuxMemory limitIn(LinuxResources resources) {
    return resources.memory();
  }

  @Override
  public void set(LinuxMemory memory, ControlGroup group) {
    group.set("memory.max", memory.limit());
    // A container that has lost one of its processes is broken in ways that nobody has tested.
    group.set("memory.oom.group", 1);
    if (Swap.isLimited(memory, group)) {
      limitSwap(memory, group);
    } else if (!group.read(group.directory(), SWAP).orElse(MAX).equals(MAX)) {
      group.set(SWAP, MAX); // it has had a limit until now
    }
  }

  /// Here swap is counted separately from memory: both together are sure to stay below their sum
  /// only when swap is limited to the sum minus memory. The root group has no such file that could
  /// be checked beforehand.
  private static void limitSwap(LinuxMemory memory, ControlGroup group) {
    try {
      group.set(SWAP, memory.swap() - memory.limit());
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      if (Swap.isOn(group.facts())) {
        throw Swap.uncontrolled(group);
      }
    }
  }

  @Override
  public List<Limits.Note> notes(LinuxMemory memory, ControlGroup group) {
    return List.of(OutOfMemory.note(group, memory, "memory.events", "memory.peak"));
  }
}
