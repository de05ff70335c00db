package io.jcr.plugins.limiter;

import java.nio.file.Path;

/// The [cpuset controller](https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html) of cgroup
/// v1.
///
/// A new group has no processors and no memory nodes, and may not have any that its parent lacks; a
/// process cannot join it (ENOSPC) before both are set. So they are handed down from the mount
/// point.
final class CpusetV1 extends Cpuset {
  private static final String MEMS = "cpuset.mems";

  CpusetV1() {
    super(CPUS);
  }

  @Override
  public void set(CpuList cpus, ControlGroup group) {
    for (Path parent : group.parents()) {
      inherit(group, parent, CPUS);
      inherit(group, parent, MEMS);
    }
    group.set(CPUS, cpus);
    inherit(group, group.directory(), MEMS);
  }

  private static void inherit(ControlGroup group, Path to, String file) {
    if (group.read(to, file).isEmpty()) {
      group.inherited(to, file).ifPresent(value -> group.set(to, file, value));
    }
  }
}
