package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The cpu controller, [CFS bandwidth control](https://docs.kernel.org/scheduler/sched-bwc.html):
/// what is the same in both versions of cgroups.
abstract sealed class CpuTime implements Controller<LinuxCpu> permits CpuV1, CpuV2 {
  @Override
  public final String name() {
    return "cpu";
  }

  @Override
  public final @Nullable LinuxCpu limitIn(LinuxResources resources) {
    LinuxCpu cpu = resources.cpu();
    return cpu == null || cpu.quota() == 0 ? null : cpu;
  }
}
