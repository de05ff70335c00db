package io.jcr.plugins.limiter;

import io.jcr.api.CgroupPath;
import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;

/// Where a container's cgroup is in a hierarchy: `linux.cgroupsPath` of its config.json, which is
/// also where `--cgroup-parent` puts it. Without one, the limiter names it.
final class GroupPath {
  private GroupPath() {}

  /// An absolute `cgroupsPath` begins at the mount point, a relative one at the limiter's parent.
  static Path of(Path mountPoint, ContainerSpec spec, CgroupOptions options, ContainerPaths paths) {
    String path = spec.linux().cgroupsPath();
    if (path.startsWith("/")) {
      return mountPoint.resolve(path.substring(1));
    }
    Path parent = mountPoint.resolve(options.parent());
    return parent.resolve(path.isEmpty() ? GroupName.of(spec.id(), paths) : path);
  }

  /// Checks it.
  ///
  /// @throws UsageException when it is no path of a cgroup, or the parent is given twice
  static void check(String limiter, ContainerSpec spec) {
    String path = spec.linux().cgroupsPath();
    if (path.isEmpty()) {
      return;
    }
    String subject = "linux.cgroupsPath '" + path + "'";
    if (path.indexOf('/') < 0 && path.indexOf(':') != path.lastIndexOf(':')) {
      throw new UsageException(
          subject
              + ": jcr does not ask systemd for a scope (give the path of a cgroup, such as"
              + " /system.slice/web)");
    }
    if (!CgroupPath.isValid(path)) {
      throw new UsageException(
          subject
              + " is not the path of a cgroup, such as /ci/web below the mount point or web below"
              + " the limiter's parent ("
              + CgroupPath.RULE
              + ")");
    }
    if (path.startsWith("/") && spec.options("limiter").containsKey("parent")) {
      throw new UsageException(
          "--limiter="
              + limiter
              + ": 'parent' and --cgroup-parent, or linux.cgroupsPath, say the same (leave one of"
              + " them out)");
    }
  }
}
