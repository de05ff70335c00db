package io.jcr.plugins.limiter;

import io.jcr.api.LinuxResources;
import org.jspecify.annotations.Nullable;

/// The [freezer](https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html) of cgroup
/// v1. It limits nothing, but `jcr pause` uses it (on v2 every group has one, `cgroup.freeze`).
final class FreezerV1 implements Controller<Object> {
  @Override
  public String name() {
    return "freezer";
  }

  @Override
  public @Nullable Object limitIn(LinuxResources resources) {
    return null;
  }

  @Override
  public void set(Object limit, ControlGroup group) {}
}
