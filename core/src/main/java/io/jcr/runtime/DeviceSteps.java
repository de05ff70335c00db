package io.jcr.runtime;

import io.jcr.api.LinuxDevice;
import io.jcr.api.op.InitOp;
import java.util.ArrayList;
import java.util.List;

/// Fills a fresh /dev: the nodes of the spec, and what the OCI runtime spec has a runtime add, the
/// links to the process's own descriptors and to its devpts's multiplexer. /dev/core, which docker
/// has, is left out: what it points to is masked.
///
/// @param root directory that all paths are resolved in
/// @param bind show the host's nodes: nobody makes any in a user namespace
record DeviceSteps(String root, boolean bind) {
  /// The operations, to be run when /dev is mounted.
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
