package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The mounts that were asked for, as a user namespace wants them.
///
/// Without one they are mounted inside as they are. With one, the files of a volume belong to ids
/// that mean nothing inside, so who is still the host's root mounts it with its ids mapped, in a
/// directory of the container's state, and from there it goes to its place. A volume with the
/// option `noidmap` is left alone: what belongs to ids outside the range looks like nobody's.
final class Volumes {
  private static final String AS_IT_IS = "noidmap";

  private final List<InitOp> mapping = new ArrayList<>();
  private final List<Mount> mounts = new ArrayList<>();

  /// @param state the container's state directory
  Volumes(ContainerSpec spec, Path state) {
    Path directory = state.resolve("volumes");
    for (Mount mount : spec.mounts()) {
      boolean mapped =
          mount.isBind() && spec.hasUserNamespace() && !mount.options().contains(AS_IT_IS);
      mounts.add(mapped ? map(mount, directory.resolve("" + mapping.size()).toString()) : mount);
    }
  }

  private Mount map(Mount mount, String place) {
    long recursive = MountFlags.of(mount).recursive() ? 1 : 0;
    mapping.add(
        new InitOp.BindMount("", mount.source(), place, MountFlags.MOUNT_ATTR_IDMAP, recursive));
    return new Mount(mount.destination(), mount.type(), place, mount.options());
  }

  /// What is done as the host's root, in the mount namespace that becomes the container's.
  List<InitOp> mapping() {
    return List.copyOf(mapping);
  }

  /// What is mounted inside.
  List<Mount> mounts() {
    return List.copyOf(mounts);
  }
}
