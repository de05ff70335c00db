package io.jcr.spi;

import io.jcr.api.op.InitOp;
import java.nio.file.Path;
import java.util.List;

/// How a container's process mounts and enters its root file system.
///
/// @param root where the root is mounted during setup, only in the container's mount namespace;
///   everything else is mounted below it before the process enters it
/// @param mount the operations that mount it there
/// @param enter the operations that make it the process's root, such as [InitOp.PivotRoot];
///   afterwards no path leads outside
public record RootFilesystem(Path root, List<InitOp> mount, List<InitOp> enter) {
  public RootFilesystem {
    mount = List.copyOf(mount);
    enter = List.copyOf(enter);
  }
}
