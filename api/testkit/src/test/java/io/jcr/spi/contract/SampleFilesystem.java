package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;

/// A backend that keeps all promises; a mutant overrides what it does wrong.
public class SampleFilesystem implements Filesystem {
  @Override
  public String name() {
    return "sample";
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasFilesystem("overlay")
        ? Support.yes()
        : Support.no("this kernel has no overlay", "use --fs=bind");
  }

  @Override
  public void validate(ContainerSpec spec) {
    BackendOptions.of("--fs=sample", spec.options("fs")).refuseOthers();
    String path = spec.root().path().toString();
    if (path.matches("(?s).*[\\\\:,\n].*")) {
      throw new UsageException("cannot take " + path);
    }
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    Path own = host.paths().data();
    host.createDirectory(own, 0700);
    host.createDirectory(own.resolve("upper"), 0755);
    host.createDirectory(own.resolve("work"), 0700);
    return overlay(lower(spec), own, host);
  }

  String lower(ContainerSpec spec) {
    return spec.root().path().toString();
  }

  static RootFilesystem overlay(String lower, Path own, Host host) {
    String root = host.paths().rootMount().toString();
    String options = "lowerdir=" + lower + ",upperdir=" + own + "/upper,workdir=" + own + "/work";
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(new InitOp.MountOp("", "overlay", root, "overlay", 0, options)),
        List.of(new InitOp.PivotRoot(root)));
  }
}
