package io.jcr.plugins.limiter;

import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Limits;
import java.util.ArrayList;
import java.util.List;

/// How a container's process joins its groups, and how it sees them.
final class JoinedGroups {
  private static final String ROOT = "/sys/fs/cgroup";

  private JoinedGroups() {}

  static Limits limits(List<ControlGroup> groups) {
    String cloneInto = "";
    List<InitOp> enter = new ArrayList<>();
    List<Limits.Note> notes = new ArrayList<>();
    for (ControlGroup group : groups) {
      if (group.version() == 2) {
        cloneInto = group.directory().toString();
      } else {
        enter.add(enter(group));
      }
      notes.addAll(group.notes());
    }
    return new Limits(cloneInto, enter, mounts(groups), notes);
  }

  /// The process, which is single-threaded, moves itself, which takes a few microseconds: for a pid
  /// in `cgroup.procs`, the kernel first waits until no process on the machine forks, 10 ms and
  /// more.
  private static InitOp enter(ControlGroup group) {
    return new InitOp.WriteFile(group.directory().resolve("tasks").toString(), "0");
  }

  /// With v2 alone: its group at `/sys/fs/cgroup`. With v1: a tmpfs there, with one directory for
  /// each v1 controller and `unified` for v2. Bind mounts show nothing above the group, with or
  /// without a cgroup namespace. Everything is read-only, because a writable v1 group can make the
  /// host run programs (`release_agent`).
  private static List<Mount> mounts(List<ControlGroup> groups) {
    if (groups.isEmpty()) {
      return List.of();
    }
    if (groups.size() == 1 && groups.getFirst().version() == 2) {
      return List.of(bind(groups.getFirst(), ROOT));
    }
    List<Mount> mounts = new ArrayList<>();
    mounts.add(tmpfs("mode=755", "size=64k"));
    for (ControlGroup group : groups) {
      if (group.version() == 2) {
        mounts.add(bind(group, ROOT + "/unified"));
      } else {
        for (Controller<?> controller : group.controllers()) {
          mounts.add(bind(group, ROOT + "/" + controller.name()));
        }
      }
    }
    mounts.add(tmpfs("remount", "ro"));
    return mounts;
  }

  private static Mount bind(ControlGroup group, String destination) {
    return new Mount(
        destination,
        "bind",
        group.directory().toString(),
        List.of("bind", "ro", "nosuid", "nodev", "noexec"));
  }

  private static Mount tmpfs(String... options) {
    List<String> all = new ArrayList<>(List.of("nosuid", "nodev", "noexec"));
    all.addAll(List.of(options));
    return new Mount(ROOT, "tmpfs", "tmpfs", all);
  }
}
