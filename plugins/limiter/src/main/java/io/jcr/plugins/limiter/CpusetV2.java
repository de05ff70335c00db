package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The [cpuset controller](https://docs.kernel.org/admin-guide/cgroup-v2.html#cpuset) of cgroup v2.
///
/// The kernel takes processors that the parent lacks, and uses those that it has or, when there are
/// none, all: weaker than what was asked, hence the check.
final class CpusetV2 implements Controller<CpuList> {
  @Override
  public String name() {
    return "cpuset";
  }

  @Override
  public @Nullable CpuList limitIn(LinuxResources resources) {
    LinuxCpu cpu = resources.cpu();
    return cpu == null || cpu.cpus() == null ? null : CpuList.parse(cpu.cpus());
  }

  @Override
  public boolean accounts() {
    return false;
  }

  @Override
  public void check(CpuList cpus, ControlGroup group) {
    group.inherited(group.directory(), "cpuset.cpus.effective").ifPresent(cpus::requireIn);
  }

  @Override
  public void set(CpuList cpus, ControlGroup group) {
    group.set("cpuset.cpus", cpus.toString());
  }
}
