package io.jcr.runtime;

import io.jcr.api.LinuxDevice;
import io.jcr.api.op.InitOp;
import java.util.ArrayList;
import java.util.List;

/// Fills a new /dev: the nodes of the spec, and the links that the OCI runtime spec requires, to
/// the process's own descriptors and to the multiplexer of its devpts. docker's /dev/core is left
/// out, because its target is masked.
///
/// @param root directory inside which all paths are resolved
/// @param bind bind-mount the host's nodes, because none can be created in a user namespace
record DeviceSteps(String root, boolean bind) {
  /// The operations, to run once /dev is mounted.
  List<InitOp> list(List<LinuxDevice> devices) {
    List<InitOp> ops = new ArrayList<>();
    for (LinuxDevice device : devices) {
      add(device, ops);
    }
    ops.add(new InitOp.Symlink(root, "/proc/self/fd", "/dev/fd"));
    ops.add(new InitOp.Symlink(root, "/proc/self/fd/0", "/dev/stdin"));
    ops.add(new InitOp.Symlink(root, "/proc/self/fd/1", "/dev/stdout"));
    ops.add(new InitOp.Symlink(root, "/proc/self/fd/2", "/dev/stderr"));
    ops.add(new InitOp.Symlink(root, "pts/ptmx", "/dev/ptmx"));
    return ops;
  }

  private void add(LinuxDevice device, List<InitOp> ops) {
    String path = device.path();
    if (bind) {
      ops.add(new InitOp.BindMount(root, path, path, 0, 0));
      return;
    }
    long mode = device.type().mode() | device.fileMode();
    ops.add(new InitOp.Mknod(root, path, mode, device.major(), device.minor()));
    if (device.uid() != 0 || device.gid() != 0) {
      ops.add(new InitOp.Chown(root + path, device.uid(), device.gid()));
    }
  }
}
