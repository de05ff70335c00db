package io.jcr.plugins.limiter;

import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The [cpuacct controller](https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html) of cgroup
/// v1. It limits nothing, but counts CPU time (which on v2 the cpu controller does).
final class CpuacctV1 implements Controller<Object> {
  @Override
  public String name() {
    return "cpuacct";
  }

  @Override
  public @Nullable Object limitIn(LinuxResources resources) {
    return null;
  }

  @Override
  public void set(Object limit, ControlGroup group) {}
}
