package io.jcr.plugins.limiter;

import java.util.List;

/// `--limiter=cgroup-v2`: every controller on the unified hierarchy, see cgroups(7).
public final class CgroupV2 extends CgroupLimiter {
  /// For `ServiceLoader`.
  public CgroupV2() {
    super("cgroup-v2", List.of(2));
  }

  @Override
  public String description() {
    return "the unified hierarchy of cgroup v2";
  }
}
