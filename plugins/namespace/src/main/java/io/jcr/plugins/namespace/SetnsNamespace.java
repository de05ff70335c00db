package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.NamespacePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `--ns=setns`: joins existing namespaces with setns(2); the kinds that are not named are new.
///
/// - `container=NAME`: a running container's namespaces, except its time namespace. The new
///   container is in its cgroups, so that its limits apply, and sees its root unless another root
///   is chosen; `cgroup=new` and `mnt=new` change that
/// - `pid=4242`: the network, UTS, IPC and PID namespaces of a process, and its user namespace if
///   that is not the host's. Its mount, cgroup and time namespaces only if they are named, too
///   (`pid=4242,mnt`); its cgroups never
/// - `net=/run/netns/blue,mount=/path`: each namespace by its file; can be combined with the two
///   above
///
/// If a mount namespace is joined and a root is chosen (`--rootfs`, `--fs`), jcr mounts that root
/// in a private copy of the namespace.
public final class SetnsNamespace extends NewNamespaces {
  static final String SUBJECT = "--ns=setns";

  /// For `ServiceLoader`.
  public SetnsNamespace() {
    super("setns");
  }

  @Override
  public String description() {
    return "join the namespaces of a container or process, or those given as files";
  }

  @Override
  public List<BackendOption> options() {
    return SetnsOptions.DESCRIBED;
  }

  @Override
  Wanted wanted(ContainerSpec spec) {
    return SetnsOptions.of(spec).wanted();
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    NamespacePlan plan = super.prepare(spec, host);
    NamespaceFiles files = new NamespaceFiles(host);
    SetnsOptions options = SetnsOptions.of(spec);
    long process = files.process(options);
    Map<NamespaceType, LinuxNamespace> joined = files.of(options, process, spec.choosesRoot());
    List<LinuxNamespace> namespaces = new ArrayList<>(plan.namespaces());
    namespaces.removeIf(namespace -> joined.containsKey(namespace.type()));
    namespaces.addAll(joined.values());
    LinuxNamespace user = joined.get(NamespaceType.USER);
    List<IdMapping> ids = user == null ? plan.idMappings() : files.idsOf(user);
    boolean member = options.container() != null && !options.own().contains(NamespaceType.CGROUP);
    boolean itsRoot =
        process != 0
            && joined.containsKey(NamespaceType.MOUNT)
            && !options.files().containsKey(NamespaceType.MOUNT);
    return new NamespacePlan(
        namespaces, ids, member ? process : 0, itsRoot ? NamespaceFiles.rootOf(process) : "/");
  }
}
