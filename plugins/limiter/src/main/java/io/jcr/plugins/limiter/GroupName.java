package io.jcr.plugins.limiter;

import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;
import java.util.Set;

/// The name of a container's cgroup: its id, changed where that could have another meaning. No id
/// begins with `_` or contains `@`, so no two containers of a host share a name.
final class GroupName {
  private static final Path DEFAULT_STATE = Path.of("/run/jcr/containers");

  /// The kernel's files in a group: these, and `CONTROLLER.NAME`.
  private static final Set<String> FILES = Set.of("tasks", "notify_on_release", "release_agent");

  private GroupName() {}

  /// `web` for the container `web`; `_cgroup.procs` for one named like a file of the kernel's;
  /// `web@5f3a9c01` when its state is not in the default place, where another `web` may be.
  static String of(String id, ContainerPaths paths) {
    String name = FILES.contains(id) || isDotted(id) ? "_" + id : id;
    Path state = paths.state().getParent();
    return DEFAULT_STATE.equals(state)
        ? name
        : name + "@" + Integer.toHexString(String.valueOf(state).hashCode());
  }

  /// Whether the part before the first dot could be the name of a controller.
  private static boolean isDotted(String id) {
    int dot = id.indexOf('.');
    for (int i = 0; i < dot; i++) {
      char c = id.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
        return false;
      }
    }
    return dot > 0;
  }
}
