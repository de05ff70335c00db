package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import java.util.List;

/// `--ns=unshare`: a short-lived process moves itself into the new namespaces by unshare(2), then
/// makes the container's process as a sibling. New PID and time namespaces take in the children of
/// who unshares them, not itself: so the process is born as PID 1 all the same.
public final class UnshareNamespace extends NewNamespaces {
  /// For `ServiceLoader`.
  public UnshareNamespace() {
    super("unshare");
  }

  @Override
  public String description() {
    return "unshare, then a child";
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = joins(spec);
    long flags = flags(spec);
    if (flags != 0) {
      ops.add(new InitOp.Unshare(flags));
    }
    ops.add(new InitOp.Clone(0, cgroup));
    return ops;
  }
}
