package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Host;
import io.jcr.spi.RootFilesystem;
import java.nio.file.Path;
import java.util.List;

/// The same with a snapshot of the given root, which is mounted in its place.
class SampleSnapshots extends SampleFilesystem {
  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    host.createDirectory(host.paths().data(), 0700);
    Path snapshot = place(host);
    host.createSnapshot(Path.of(lower(spec)), snapshot);
    String root = host.paths().rootMount().toString();
    return new RootFilesystem(
        host.paths().rootMount(),
        List.of(new InitOp.BindMount("", snapshot.toString(), root, 0, 1)),
        List.of(new InitOp.PivotRoot(root)));
  }

  Path place(Host host) {
    return host.paths().data().resolve("root");
  }
}
