package io.jcr.plugins.filesystem;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;

/// `--fs=overlay`: an overlayfs of the given root file system and, above it, the container's own
/// writable layer. The given directory is not changed, and any number of containers can use it at
/// once. The layer is removed with the container, so nothing is synced to disk for it (`volatile`).
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
    return Layers.probe(facts);
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--fs=overlay", options(), spec.options("fs"));
    Layers.requirePath("--fs=overlay", spec.root().path());
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    Path data = host.paths().data();
    Layers layers = new Layers(data.resolve("upper"), data.resolve("work"));
    host.createDirectory(data, 0700);
    host.createDirectory(layers.upper(), 0755);
    host.createScratchDirectory(layers.work(), 0700);
    return layers.over(spec, host, List.of());
  }
}
