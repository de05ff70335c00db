package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;

/// The cpu controller of cgroup v1.
final class CpuV1 extends CpuTime {
  @Override
  public void set(LinuxCpu cpu, ControlGroup group) {
    group.set("cpu.cfs_period_us", cpu.period());
    group.set("cpu.cfs_quota_us", cpu.quota());
  }
}
