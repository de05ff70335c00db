package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.Limits;
import io.jcr.spi.OperationList;
import io.jcr.spi.ResourceLimiter;
import java.util.List;
import java.util.Optional;

final class GuardedLimiter extends GuardedBackend<ResourceLimiter> implements ResourceLimiter {
  GuardedLimiter(PluginCalls calls, PluginService service, ResourceLimiter backend) {
    super(calls, service, backend);
  }

  @Override
  public Limits create(ContainerSpec spec, Host host) {
    Limits limits = calls().answer(plugin(), named("create"), () -> backend().create(spec, host));
    require("create", OperationList.LIMITER_ENTER, limits.enter(), spec);
    return limits;
  }

  @Override
  public List<BackendOption> ownLimits() {
    List<BackendOption> limits =
        calls().answer(plugin(), named("ownLimits"), () -> backend().ownLimits());
    for (BackendOption limit : limits) {
      Optional<String> flaw = limit.flawAsLimit();
      if (flaw.isPresent()) {
        String did = "returned what is no limit: ".concat(flaw.get());
        throw PluginFault.named(plugin(), named("ownLimits"), did, null);
      }
    }
    return limits;
  }

  @Override
  public boolean placesCgroups() {
    return calls().answer(plugin(), named("placesCgroups"), () -> backend().placesCgroups());
  }

  @Override
  public void update(ContainerSpec before, ContainerSpec after, Host host) {
    calls().run(plugin(), named("update"), () -> backend().update(before, after, host));
  }
}
