package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import java.util.List;

/// `--ns=unshare`: a short-lived process moves itself into the new namespaces with unshare(2), then
/// creates the container's process as its sibling. New PID and time namespaces take in the children
/// of the process that unshares them, not the process itself, so the container's process is still
/// born as PID 1.
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
