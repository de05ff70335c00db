package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Host;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.OperationList;
import java.util.List;

final class GuardedNamespace extends GuardedBackend<Namespace> implements Namespace {
  GuardedNamespace(PluginCalls calls, PluginService service, Namespace backend) {
    super(calls, service, backend);
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    return calls().answer(plugin(), named("prepare"), () -> backend().prepare(spec, host));
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> enter =
        calls().answer(plugin(), named("enter"), () -> List.copyOf(backend().enter(spec, cgroup)));
    require("enter", OperationList.NAMESPACE_ENTER, enter, spec);
    return enter;
  }
}
