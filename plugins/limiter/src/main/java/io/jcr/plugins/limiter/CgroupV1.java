package io.jcr.plugins.limiter;

import java.util.List;

/// `--limiter=cgroup-v1`: every controller on a v1 hierarchy, see cgroups(7).
public final class CgroupV1 extends CgroupLimiter {
  /// For `ServiceLoader`.
  public CgroupV1() {
    super("cgroup-v1", List.of(1));
  }

  @Override
  public String description() {
    return "the controllers of cgroup v1";
  }
}
