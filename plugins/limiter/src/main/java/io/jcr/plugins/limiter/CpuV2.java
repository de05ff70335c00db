package io.jcr.plugins.limiter;

import io.jcr.api.LinuxCpu;

/// The cpu controller of cgroup v2.
final class CpuV2 extends CpuTime {
  @Override
  public void set(LinuxCpu cpu, ControlGroup group) {
    group.set("cpu.max", cpu.quota() + " " + cpu.period());
  }
}
