package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.Support;
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
public final class SetnsNamespace implements Namespace {
  static final String SUBJECT = "--ns=setns";

  @Override
  public String name() {
    return "setns";
  }

  @Override
  public Support probe(HostFacts facts) {
    return NewNamespaces.probe(facts);
  }

  @Override
  public void validate(ContainerSpec spec) {
    SetnsOptions _ = SetnsOptions.of(spec);
    NewNamespaces.refuseTwice(SUBJECT, spec);
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    SetnsOptions options = SetnsOptions.of(spec);
    NamespacePlan plan = NewNamespaces.plan(spec, options.wanted(), host);
    NamespaceFiles files = new NamespaceFiles(host);
    Map<NamespaceType, LinuxNamespace> joined = files.of(options);
    List<LinuxNamespace> namespaces = new ArrayList<>(plan.namespaces());
    namespaces.removeIf(namespace -> joined.containsKey(namespace.type()));
    namespaces.addAll(joined.values());
    LinuxNamespace user = joined.get(NamespaceType.USER);
    List<IdMapping> ids = user == null ? plan.idMappings() : files.idsOf(user);
    return new NamespacePlan(namespaces, ids);
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = NewNamespaces.joins(spec);
    ops.add(new InitOp.Clone(NewNamespaces.flags(spec), cgroup));
    return ops;
  }
}
