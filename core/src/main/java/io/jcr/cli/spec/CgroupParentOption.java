package io.jcr.cli.spec;

import io.jcr.api.CgroupPath;
import io.jcr.api.UsageException;
import org.jspecify.annotations.Nullable;

/// `--cgroup-parent=PATH`: the cgroup in which the container's own is created. As in docker, its
/// own is then named after the container's id.
final class CgroupParentOption {
  private CgroupParentOption() {}

  /// The value of `linux.cgroupsPath`; empty without the option.
  ///
  /// @param id the container's
  /// @throws UsageException when it is not the path of a cgroup
  static String path(@Nullable String parent, String id) {
    if (parent == null) {
      return "";
    }
    if (parent.equals("/")) {
      return "/" + id;
    }
    String path = parent.endsWith("/") ? parent.substring(0, parent.length() - 1) : parent;
    if (!CgroupPath.isValid(path)) {
      throw new UsageException(
          "--cgroup-parent="
              + parent
              + ": expected the path of a cgroup below the mount point, such as /ci/jobs ("
              + CgroupPath.RULE
              + ")");
    }
    return (path.startsWith("/") ? path : "/" + path) + "/" + id;
  }
}
