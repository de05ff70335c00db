package io.jcr.plugins.filesystem;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.util.List;

/// `--fs=bind`: the given root file system itself, through a bind mount and pivot_root(2). What the
/// container writes stays in the directory.
public final class BindFilesystem implements Filesystem {
  @Override
  public String name() {
    return "bind";
  }

  @Override
  public String description() {
    return "the given directory itself, entered by pivot_root";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Mounting.probe(facts);
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--fs=bind", options(), spec.options("fs"));
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    String root = host.paths().rootMount().toString();
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(new InitOp.BindMount("", spec.root().path().toString(), root, attributes(spec), 1)),
        List.of(new InitOp.PivotRoot(root)));
  }

  /// No devices. In a user namespace, what the host's root owns appears as owned by its root.
  static long attributes(ContainerSpec spec) {
    return MountFlags.MOUNT_ATTR_NODEV
        | (spec.hasUserNamespace() ? MountFlags.MOUNT_ATTR_IDMAP : 0);
  }
}
