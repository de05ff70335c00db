package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.plugins.namespace.NewNamespaces.Wanted;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.Support;
import java.util.List;

/// `--ns=unshare`: a short-lived process moves itself into the new namespaces by unshare(2), then
/// makes the container's process as a sibling. New PID and time namespaces take in the children of
/// who unshares them, not itself: so the process is born as PID 1 all the same.
public final class UnshareNamespace implements Namespace {
  private static final String SUBJECT = "--ns=unshare";

  @Override
  public String name() {
    return "unshare";
  }

  @Override
  public Support probe(HostFacts facts) {
    return NewNamespaces.probe(facts);
  }

  @Override
  public void validate(ContainerSpec spec) {
    Wanted _ = wanted(spec);
    NewNamespaces.refuseTwice(SUBJECT, spec);
  }

  private static Wanted wanted(ContainerSpec spec) {
    BackendOptions options = BackendOptions.of(SUBJECT, spec.options("ns"));
    Wanted wanted = Wanted.of(options);
    options.refuseOthers();
    return wanted;
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    return NewNamespaces.plan(spec, wanted(spec), host);
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = NewNamespaces.joins(spec);
    long flags = NewNamespaces.flags(spec);
    if (flags != 0) {
      ops.add(new InitOp.Unshare(flags));
    }
    ops.add(new InitOp.Clone(0, cgroup));
    return ops;
  }
}
