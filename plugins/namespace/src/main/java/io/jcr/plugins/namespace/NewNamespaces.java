package io.jcr.plugins.namespace;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the three backends have in common: which namespaces can be added, and in which order
/// existing ones are joined. They differ in how new ones are made, and in what `setns` finds to
/// join.
abstract sealed class NewNamespaces implements Namespace
    permits CloneNamespace, UnshareNamespace, SetnsNamespace {
  /// How many there may be of each kind, see namespaces(7): 0 switches a kind off.
  private static final Path LIMITS = Path.of("/proc/sys/user");

  private final String name;

  NewNamespaces(String name) {
    this.name = name;
  }

  /// The namespaces that can be asked for beside those that every container gets.
  ///
  /// @param ids of a user namespace
  /// @param time whether a time namespace is wanted
  record Wanted(UserIds ids, boolean time) {
    static Wanted of(BackendOptions options) {
      return new Wanted(UserIds.of(options), options.flag("time"));
    }
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_SYS_ADMIN)
        ? Support.yes()
        : Support.no("CAP_SYS_ADMIN is missing", "run as root, for instance with sudo");
  }

  @Override
  public final void validate(ContainerSpec spec) {
    Wanted _ = wanted(spec);
    long kinds = spec.namespaces().stream().map(LinuxNamespace::type).distinct().count();
    if (kinds != spec.namespaces().size()) {
      throw new UsageException("--ns=" + name + ": a kind of namespace is listed twice");
    }
  }

  /// Reads the options.
  Wanted wanted(ContainerSpec spec) {
    BackendOptions options = BackendOptions.of("--ns=" + name, spec.options("ns"));
    Wanted wanted = Wanted.of(options);
    options.refuseOthers();
    return wanted;
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    Wanted wanted = wanted(spec);
    List<LinuxNamespace> namespaces = new ArrayList<>(spec.namespaces());
    if (wanted.time()) {
      requireKind(NamespaceType.TIME, host.facts());
      namespaces.add(LinuxNamespace.create(NamespaceType.TIME));
    }
    if (wanted.ids().wanted()) {
      requireKind(NamespaceType.USER, host.facts());
      namespaces.add(LinuxNamespace.create(NamespaceType.USER));
    }
    return new NamespacePlan(namespaces, wanted.ids().map(host));
  }

  /// The kernel would say ENOSPC, or EINVAL, when the container is half made.
  private void requireKind(NamespaceType type, HostFacts facts) {
    String file = "max_" + type.procName() + "_namespaces";
    String most = facts.read(LIMITS.resolve(file)).orElse("").strip();
    if (most.equals("0")) {
      throw new UnsupportedException(
          "namespace " + name,
          type.procName() + " namespaces are switched off on this host",
          "sysctl user." + file + "=1000");
    }
    if (most.isEmpty() && facts.read(LIMITS.resolve("max_mnt_namespaces")).isPresent()) {
      throw new UnsupportedException(
          "namespace " + name,
          "this kernel has no " + type.procName() + " namespaces",
          "leave '" + type.procName() + "' out");
    }
  }

  /// Joins what is to be joined, then makes the process directly in what is new.
  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = joins(spec);
    ops.add(new InitOp.Clone(flags(spec), cgroup));
    return ops;
  }

  /// The CLONE_NEW… flags of those to be made.
  static long flags(ContainerSpec spec) {
    return spec.namespaces().stream()
        .filter(namespace -> namespace.path() == null)
        .mapToLong(namespace -> namespace.type().cloneFlag())
        .reduce(0, (a, b) -> a | b);
  }

  /// The user namespace last: in it there are no capabilities over the others, which are the
  /// host's.
  static List<InitOp> joins(ContainerSpec spec) {
    List<InitOp> ops = new ArrayList<>();
    spec.namespaces().stream()
        .sorted(Comparator.comparing(namespace -> namespace.type() == NamespaceType.USER))
        .forEach(namespace -> {
          if (namespace.path() != null) {
            ops.add(new InitOp.Setns(namespace.path().toString(), namespace.type().cloneFlag()));
          }
        });
    return ops;
  }
}
