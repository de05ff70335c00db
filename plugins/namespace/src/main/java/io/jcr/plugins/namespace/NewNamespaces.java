package io.jcr.plugins.namespace;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What the three backends have in common: which namespaces can be added, and in which order
/// existing ones are joined. They differ in how new ones are created, and in what `setns` finds to
/// join. What every run asks is answered with loops, because the AOT cache does not keep lambdas of
/// plugins.
abstract sealed class NewNamespaces implements Namespace
    permits CloneNamespace, UnshareNamespace, SetnsNamespace {
  /// The maximum number of each kind, see namespaces(7): 0 disables a kind.
  private static final Path LIMITS = Path.of("/proc/sys/user");

  private final String name;

  NewNamespaces(String name) {
    this.name = name;
  }

  /// The namespaces that can be requested in addition to those that every container gets.
  ///
  /// @param ids of a user namespace
  /// @param time whether a time namespace is wanted
  record Wanted(UserIds ids, boolean time) {
    static final List<BackendOption> DESCRIBED =
        List.of(
            BackendOption.flag("user", "make a user namespace"),
            UserIds.UID,
            UserIds.COUNT,
            BackendOption.flag("time", "make a time namespace"));

    static Wanted of(ParsedOptions options) {
      return new Wanted(UserIds.of(options, options.flag("user")), options.flag("time"));
    }
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public List<BackendOption> options() {
    return Wanted.DESCRIBED;
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
    Set<NamespaceType> kinds = EnumSet.noneOf(NamespaceType.class);
    for (LinuxNamespace namespace : spec.namespaces()) {
      if (!kinds.add(namespace.type())) {
        throw new UsageException("--ns=" + name + ": a kind of namespace is listed twice");
      }
    }
  }

  /// Reads the options.
  Wanted wanted(ContainerSpec spec) {
    return Wanted.of(ParsedOptions.parse("--ns=" + name, Wanted.DESCRIBED, spec.options("ns")));
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

  /// Otherwise the kernel would return ENOSPC or EINVAL when the container is half made.
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

  /// Joins the existing namespaces, then creates the process directly in the new ones.
  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    List<InitOp> ops = joins(spec);
    ops.add(new InitOp.Clone(flags(spec), cgroup));
    return ops;
  }

  /// The CLONE_NEW… flags of the namespaces to create.
  static long flags(ContainerSpec spec) {
    long flags = 0;
    for (LinuxNamespace namespace : spec.namespaces()) {
      if (namespace.path() == null) {
        flags |= namespace.type().cloneFlag();
      }
    }
    return flags;
  }

  /// The user namespace comes last: in it, there are no capabilities over the others, which are the
  /// host's.
  static List<InitOp> joins(ContainerSpec spec) {
    List<InitOp> ops = new ArrayList<>();
    List<InitOp> last = new ArrayList<>();
    for (LinuxNamespace namespace : spec.namespaces()) {
      if (namespace.path() != null) {
        (namespace.type() == NamespaceType.USER ? last : ops)
            .add(new InitOp.Setns(namespace.path().toString(), namespace.type().cloneFlag()));
      }
    }
    ops.addAll(last);
    return ops;
  }
}
