package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.OperationList;
import io.jcr.spi.RootFilesystem;

final class GuardedFilesystem extends GuardedBackend<Filesystem> implements Filesystem {
  GuardedFilesystem(PluginCalls calls, PluginService service, Filesystem backend) {
    super(calls, service, backend);
  }

  @Override
  public RootFilesystem prepare(ContainerSpec spec, Host host) {
    RootFilesystem root =
        calls().answer(plugin(), named("prepare"), () -> backend().prepare(spec, host));
    require("prepare", OperationList.FILESYSTEM_MOUNT, root.mount(), spec);
    require("prepare", OperationList.FILESYSTEM_ENTER, root.enter(), spec);
    return root;
  }
}
