package io.jcr.plugins.filesystem;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An overlayfs with the given root file system as its lower layer, see mount_overlay in
/// filesystems/overlayfs.rst.
///
/// @param upper the writable layer
/// @param work overlayfs's work directory on the same file system
record Layers(Path upper, Path work) {
  static Support probe(HostFacts facts) {
    return facts.hasFilesystem("overlay")
        ? Mounting.probe(facts)
        : Support.no("the kernel has no overlay file system", "modprobe overlay, or use --fs=bind");
  }

  /// Rejects a lower layer whose path cannot be written in mount options.
  static void requirePath(String subject, Path lower) {
    String path = lower.toString();
    if (path.indexOf('\\') >= 0 || path.indexOf(':') >= 0 || path.indexOf(',') >= 0) {
      throw new UsageException(
          subject
              + ": the path of the root file system '"
              + path
              + "' must not contain ':', ',' or '\\', which separate overlay's options: use --fs=bind");
    }
  }

  /// The mount, and how it becomes the container's root.
  ///
  /// With a user namespace, the lower layer is seen through an ID-mapped mount, and the upper one,
  /// which is new, belongs to the container's root. The host's root makes the overlay mount, so it
  /// keeps its own attributes (`trusted.overlay`).
  ///
  /// @param first operations that create the upper layer, if that is done in the container's mount
  ///   namespace
  RootFilesystem over(ContainerSpec spec, Host host, List<InitOp> first) {
    String root = host.paths().rootMount().toString();
    List<InitOp> mount = new ArrayList<>(first);
    Path lower = spec.root().path();
    if (spec.hasUserNamespace()) {
      Path mapped = host.paths().data().resolve("lower");
      host.createDirectory(mapped, 0755);
      long owner = spec.hostId(0);
      mount.add(
          new InitOp.BindMount(
              "", lower.toString(), mapped.toString(), MountFlags.MOUNT_ATTR_IDMAP, 0));
      mount.add(new InitOp.Chown(upper.toString(), owner, owner));
      lower = mapped;
    }
    String options = "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work + ",volatile";
    mount.add(new InitOp.MountOp("", "overlay", root, "overlay", MountFlags.MS_NODEV, options));
    return new RootFilesystem(host.paths().rootMount(), mount, List.of(new InitOp.PivotRoot(root)));
  }
}
