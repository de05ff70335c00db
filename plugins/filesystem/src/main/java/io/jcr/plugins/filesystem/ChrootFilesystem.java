package io.jcr.plugins.filesystem;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `--fs=chroot`: the given root file system itself, entered with chroot(2). For experiments only:
/// the host's root stays mounted above, and a process with CAP_SYS_CHROOT, which root in a
/// container has by default, can walk out of it (`escape-chroot` in the bundled root file system
/// does).
public final class ChrootFilesystem implements Filesystem {
  private static final Logger LOG = LoggerFactory.getLogger(ChrootFilesystem.class);

  @Override
  public String name() {
    return "chroot";
  }

  @Override
  public String description() {
    return "the given directory itself, entered by chroot, which a root process can leave";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Mounting.probe(facts);
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--fs=chroot", options(), spec.options("fs"));
    LOG.warn(
        "--fs=chroot is weaker than overlay and bind: the host's root stays mounted above the"
            + " container's, and a process with CAP_SYS_CHROOT gets there by mkdir, chroot and cd .."
            + " (see escape-chroot; --cap-drop=SYS_CHROOT prevents this one)");
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    String root = host.paths().rootMount().toString();
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(
            new InitOp.BindMount(
                "", spec.root().path().toString(), root, BindFilesystem.attributes(spec), 1)),
        List.of(new InitOp.Chroot(root)));
  }
}
