package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OperationList;

final class GuardedNetwork extends GuardedBackend<Network> implements Network {
  GuardedNetwork(PluginCalls calls, PluginService service, Network backend) {
    super(calls, service, backend);
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    NetworkPlan plan =
        calls().answer(plugin(), named("prepare"), () -> backend().prepare(spec, host));
    require("prepare", OperationList.NETWORK_INSIDE, plan.inside(), spec);
    return plan;
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    NetworkPlan plan =
        calls().answer(plugin(), named("prepare"), () -> backend().prepare(spec, place, host));
    require("prepare", OperationList.NETWORK_INSIDE, plan.inside(), spec);
    return plan;
  }

  @Override
  public boolean publishes() {
    return calls().answer(plugin(), named("publishes"), () -> backend().publishes());
  }

  @Override
  public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
    calls().run(plugin(), named("attach"), () -> backend().attach(spec, plan, pid, host));
  }

  @Override
  public void attach(
      ContainerSpec spec, NetworkPlan plan, NetworkPlace place, long pid, Host host) {
    calls().run(plugin(), named("attach"), () -> backend().attach(spec, plan, place, pid, host));
  }
}
