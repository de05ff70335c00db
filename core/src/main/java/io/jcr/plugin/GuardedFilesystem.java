package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.RootFilesystem;

final class GuardedFilesystem extends GuardedBackend<Filesystem> implements Filesystem {
  GuardedFilesystem(PluginCalls calls, PluginService service, Filesystem backend) {
    super(calls, service, backend);
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    return calls().answer(plugin(), named("prepare"), () -> backend().prepare(spec, host));
  }
}
