package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.List;

/// A backend that keeps all promises, in its own way: unshare(2) for each.
public class SampleNamespace implements Namespace {
  @Override
  public String name() {
    return "sample";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    BackendOptions.of("--ns=sample", spec.options("ns")).refuseOthers();
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = new ArrayList<>();
    for (LinuxNamespace namespace : spec.namespaces()) {
      long flag = namespace.type().cloneFlag();
      ops.add(
          namespace.path() == null
              ? new InitOp.Unshare(flag)
              : new InitOp.Setns(namespace.path().toString(), flag));
    }
    ops.add(new InitOp.Clone(0, cgroup));
    return ops;
  }
}
