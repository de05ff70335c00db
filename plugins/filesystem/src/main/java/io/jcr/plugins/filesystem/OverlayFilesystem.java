package io.jcr.plugins.filesystem;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;

/// `--fs=overlay`: an overlayfs of the given root file system below and a writable layer of the
/// container's own above. The given directory stays as it is, and any number of containers can use
/// it at once. The layer goes with the container, so nothing is synced to disk for it (`volatile`).
public final class OverlayFilesystem implements Filesystem {
  @Override
  public String name() {
    return "overlay";
  }

  @Override
  public String description() {
    return "overlayfs: the given directory below, a layer of the container's own above";
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasFilesystem("overlay")
        ? Mounting.probe(facts)
        : Support.no("the kernel has no overlay file system", "modprobe overlay, or use --fs=bind");
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--fs=overlay", options(), spec.options("fs"));
    if (separatesOptions(spec.root().path().toString())) {
      throw new UsageException(
          "--fs=overlay: the path of the root file system '"
              + spec.root().path()
              + "' must not contain ':', ',' or '\\', which separate overlay's options: use --fs=bind");
    }
  }

  private static boolean separatesOptions(String path) {
    return path.indexOf('\\') >= 0 || path.indexOf(':') >= 0 || path.indexOf(',') >= 0;
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    Path upper = host.paths().data().resolve("upper");
    Path work = host.paths().data().resolve("work");
    host.createDirectory(host.paths().data(), 0700);
    host.createDirectory(upper, 0755);
    host.createScratchDirectory(work, 0700);
    String root = host.paths().rootMount().toString();
    if (spec.hasUserNamespace()) {
      return mapped(spec, host, upper, work);
    }
    String layers =
        "lowerdir=" + spec.root().path() + ",upperdir=" + upper + ",workdir=" + work + ",volatile";
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(new InitOp.MountOp("", "overlay", root, "overlay", MountFlags.MS_NODEV, layers)),
        List.of(new InitOp.PivotRoot(root)));
  }

  /// With a user namespace the lower layer is seen through a mount that maps its ids, and the upper
  /// one, which is new, belongs to the container's root. The mount of overlay is the host root's,
  /// so it keeps its own attributes (`trusted.overlay`).
  private static RootFilesystem mapped(ContainerSpec spec, Host host, Path upper, Path work) {
    Path lower = host.paths().data().resolve("lower");
    host.createDirectory(lower, 0755);
    String root = host.paths().rootMount().toString();
    long owner = spec.hostId(0);
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(
            new InitOp.BindMount(
                "",
                spec.root().path().toString(),
                lower.toString(),
                MountFlags.MOUNT_ATTR_IDMAP,
                0),
            new InitOp.Chown(upper.toString(), owner, owner),
            new InitOp.MountOp(
                "",
                "overlay",
                root,
                "overlay",
                MountFlags.MS_NODEV,
                "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work + ",volatile")),
        List.of(new InitOp.PivotRoot(root)));
  }
}
