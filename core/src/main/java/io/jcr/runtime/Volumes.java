package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Mount;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The requested mounts, adapted to a user namespace.
///
/// Without one, they are mounted inside unchanged. With one, the files of a volume belong to ids
/// that are not mapped inside. So while the process is still the host's root, it mounts the volume
/// with mapped ids in a directory of the container's state; from there it is mounted at its
/// destination. A volume with the option `noidmap` is mounted unchanged: files of ids outside the
/// range appear to belong to nobody.
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

  /// The operations of the host's root, in the mount namespace that becomes the container's.
  List<InitOp> mapping() {
    return List.copyOf(mapping);
  }

  /// The mounts inside.
  List<Mount> mounts() {
    return List.copyOf(mounts);
  }
}
