package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The cpuset controller: what is the same in both versions of cgroups. Only processors that the
/// groups above have may be requested.
abstract sealed class Cpuset implements Controller<CpuList> permits CpusetV1, CpusetV2 {
  static final String CPUS = "cpuset.cpus";

  /// The file that lists the processors of a group.
  private final String available;

  Cpuset(String available) {
    this.available = available;
  }

  @Override
  public final String name() {
    return "cpuset";
  }

  @Override
  public final @Nullable CpuList limitIn(LinuxResources resources) {
    LinuxCpu cpu = resources.cpu();
    return cpu == null || cpu.cpus() == null ? null : CpuList.parse(cpu.cpus());
  }

  @Override
  public final boolean accounts() {
    return false;
  }

  @Override
  public final void check(CpuList cpus, ControlGroup group) {
    group.inherited(group.directory(), available).ifPresent(cpus::requireIn);
  }
}
