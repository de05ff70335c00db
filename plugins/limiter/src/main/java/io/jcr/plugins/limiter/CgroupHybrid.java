package io.jcr.plugins.limiter;

import java.util.List;

/// `--limiter=cgroup-hybrid`: each controller where it is found, preferably on the unified
/// hierarchy, or else on a v1 hierarchy.
public final class CgroupHybrid extends CgroupLimiter {
  /// For `ServiceLoader`.
  public CgroupHybrid() {
    super("cgroup-hybrid", List.of(2, 1));
  }

  @Override
  public String description() {
    return "each controller in the version in which the host has mounted it";
  }
}
