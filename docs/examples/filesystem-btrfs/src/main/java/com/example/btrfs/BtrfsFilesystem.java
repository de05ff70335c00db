package com.example.btrfs;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
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

/// `--fs=btrfs`: each container writes to a snapshot of the given root, a subvolume of btrfs.
public final class BtrfsFilesystem implements Filesystem {
  @Override
  public String name() {
    return "btrfs";
  }

  @Override
  public String description() {
    return "a snapshot of a btrfs subvolume for each container";
  }

  @Override
  public Support probe(HostFacts facts) {
    if (!facts.hasFilesystem("btrfs")) {
      return Support.no("this kernel has no btrfs", "use --fs=overlay");
    }
    return facts.hasCapability(Capability.CAP_SYS_ADMIN)
        ? Support.yes()
        : Support.no("CAP_SYS_ADMIN is missing", "run as root");
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--fs=btrfs", options(), spec.options("fs")); // it has none
  }

  /// The directory of the container's data can be entered by root alone. The snapshot in it stays
  /// as long as the container, also when it stops and is started again.
  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    Path data = host.paths().data();
    Path snapshot = data.resolve("root");
    host.createDirectory(data, 0700);
    host.createSnapshot(spec.root().path(), snapshot);
    String root = host.paths().rootMount().toString();
    long flags =
        MountFlags.MOUNT_ATTR_NODEV
            | (spec.hasUserNamespace() ? MountFlags.MOUNT_ATTR_IDMAP : 0);
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(new InitOp.BindMount("", snapshot.toString(), root, flags, 1)),
        List.of(new InitOp.PivotRoot(root)));
  }
}
