package io.jcr.plugins.limiter;

/// The [cpuset controller](https://docs.kernel.org/admin-guide/cgroup-v2.html#cpuset) of cgroup v2.
///
/// The kernel accepts processors that the parent lacks, and uses those that the parent has or, if
/// there are none, all of them. This is weaker than what was requested, hence the check.
final class CpusetV2 extends Cpuset {
  CpusetV2() {
    super("cpuset.cpus.effective");
  }

  @Override
  public void set(CpuList cpus, ControlGroup group) {
    group.set(CPUS, cpus);
  }
}
