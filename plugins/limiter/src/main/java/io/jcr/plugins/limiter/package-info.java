/// Limits by cgroups(7): the backends `cgroup-v2`, `cgroup-v1` and `cgroup-hybrid`.
///
/// Without a choice the first of them, in this order, whose probe says yes:
///
/// 1. `cgroup-v2`, when the controllers memory, cpu, pids and cpuset, as far as the kernel has
///    them, are all on the unified hierarchy;
/// 2. `cgroup-v1`, when they are all on v1 hierarchies;
/// 3. `cgroup-hybrid`, when some are here and some there: each is taken where it is, v2 first.
///
/// A container gets one directory, `<mount point>/jcr/<id>`, in every hierarchy that carries
/// memory, cpu (v1: cpuacct too) or pids, also when nothing is limited: what it uses can be read
/// there. cpuset is joined only when it is limited, since it costs more than it tells. `/jcr` lies
/// below the mount point and not below the caller's own cgroup, as docker has it: a container
/// outlives the session that started it and is not charged to it, and on v2 the caller's cgroup,
/// which has processes, could not hand down controllers anyway. Who wants it inside other limits
/// says so with `parent=PATH`. Inside another container the mount point *is* that container's
/// cgroup, so its limits hold.
///
/// How it is laid out: [CgroupLimiter] tells the story; one file per controller, twins for the two
/// versions side by side; [ControlGroup] is the only one that talks to [io.jcr.spi.Host].
@NullMarked
package io.jcr.plugins.limiter;

import org.jspecify.annotations.NullMarked;
