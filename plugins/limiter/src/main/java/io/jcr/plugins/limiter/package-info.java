/// Limits with cgroups(7): the backends `cgroup-v2`, `cgroup-v1` and `cgroup-hybrid`.
///
/// The default is the first of these whose probe succeeds:
///
/// 1. `cgroup-v2`, when all of the controllers memory, cpu, pids and cpuset that the kernel has are
///    on the unified hierarchy;
/// 2. `cgroup-v1`, when they are all on v1 hierarchies;
/// 3. `cgroup-hybrid`, when they are distributed over both: each is used where it is, v2 first.
///
/// A container gets one directory, `<mount point>/jcr/<id>`, in every hierarchy that carries
/// memory, cpu (v1: also cpuacct) or pids, even when nothing is limited: its usage can be read
/// there. cpuset is joined only when it is limited, because it costs more than it tells. `/jcr` is
/// below the mount point, as in docker, and not below the caller's own cgroup: a container outlives
/// the session that started it and is not charged to it. Besides, on v2 the caller's cgroup, which
/// contains processes, could not hand down controllers. To put containers under other limits, use
/// `parent=PATH`. Inside another container the mount point *is* that container's cgroup, so its
/// limits apply.
///
/// Layout: [CgroupLimiter] tells the story; there is one file per controller, with the twins for
/// the two versions side by side; only [ControlGroup] talks to [io.jcr.spi.Host].
@NullMarked
package io.jcr.plugins.limiter;

import org.jspecify.annotations.NullMarked;
