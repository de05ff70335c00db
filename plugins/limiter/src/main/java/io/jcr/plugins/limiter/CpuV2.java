package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The cpu controller of cgroup v2: [CFS bandwidth
/// control](https://docs.kernel.org/scheduler/sched-bwc.html).
final class CpuV2 implements Controller<LinuxCpu> {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public @Nullable LinuxCpu limitIn(LinuxResources resources) {
    LinuxCpu cpu = resources.cpu();
    return cpu == null || cpu.quota() == 0 ? null : cpu;
  }

  @Override
  public void set(LinuxCpu cpu, ControlGroup group) {
    group.set("cpu.max", cpu.quota() + " " + cpu.period());
  }
}
