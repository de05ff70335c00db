package io.jcr.plugins.namespace;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.List;

/// `--ns=clone`: clone3(2) makes the process directly in all its new namespaces. A namespace that
/// is to be joined is entered by setns(2) before.
public final class CloneNamespace implements Namespace {
  @Override
  public String name() {
    return "clone";
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_SYS_ADMIN)
        ? Support.yes()
        : Support.no("CAP_SYS_ADMIN is missing", "run as root, for instance with sudo");
  }

  @Override
  public void validate(ContainerSpec spec) {
    BackendOptions.of("--ns=clone", spec.options("ns")).refuseOthers();
    long kinds = spec.namespaces().stream().map(LinuxNamespace::type).distinct().count();
    if (kinds != spec.namespaces().size()) {
      throw new UsageException("--ns=clone: a kind of namespace is listed twice");
    }
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = new ArrayList<>();
    long flags = 0;
    for (LinuxNamespace namespace : spec.namespaces()) {
      if (namespace.path() == null) {
        flags |= namespace.type().cloneFlag();
      } else {
        ops.add(new InitOp.Setns(namespace.path().toString(), namespace.type().cloneFlag()));
      }
    }
    ops.add(new InitOp.Clone(flags, cgroup));
    return ops;
  }
}
