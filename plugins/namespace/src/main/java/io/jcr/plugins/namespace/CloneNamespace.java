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

/// `--ns=clone`: clone3(2) makes the process directly in all its new namespaces. A namespace that
/// is to be joined is entered by setns(2) before.
public final class CloneNamespace implements Namespace {
  private static final String SUBJECT = "--ns=clone";

  @Override
  public String name() {
    return "clone";
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
    ops.add(new InitOp.Clone(NewNamespaces.flags(spec), cgroup));
    return ops;
  }
}
