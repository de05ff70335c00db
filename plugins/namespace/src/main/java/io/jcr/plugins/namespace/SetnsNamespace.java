package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.spi.Host;
import io.jcr.spi.NamespacePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `--ns=setns`: joins namespaces that exist, by setns(2); the kinds that are not named are new.
///
/// - `pid=4242` or `container=NAME`: the network, UTS, IPC and PID namespaces of a process, and its
///   user namespace when that is not the host's. Its mount, cgroup and time namespaces only when
///   named too (`pid=4242,mnt`): with its mount namespace comes its root, and the container has
///   none of its own
/// - `net=/run/netns/blue,uts=/path`: each by its file; also beside the two above
public final class SetnsNamespace extends NewNamespaces {
  static final String SUBJECT = "--ns=setns";

  /// For `ServiceLoader`.
  public SetnsNamespace() {
    super("setns");
  }

  @Override
  Wanted wanted(ContainerSpec spec) {
    return SetnsOptions.of(spec).wanted();
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    NamespacePlan plan = super.prepare(spec, host);
    NamespaceFiles files = new NamespaceFiles(host);
    Map<NamespaceType, LinuxNamespace> joined = files.of(SetnsOptions.of(spec));
    List<LinuxNamespace> namespaces = new ArrayList<>(plan.namespaces());
    namespaces.removeIf(namespace -> joined.containsKey(namespace.type()));
    namespaces.addAll(joined.values());
    LinuxNamespace user = joined.get(NamespaceType.USER);
    List<IdMapping> ids = user == null ? plan.idMappings() : files.idsOf(user);
    return new NamespacePlan(namespaces, ids);
  }
}
