package io.jcr.plugins.namespace;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the three backends have in common: which namespaces can be added, and in which order
/// existing ones are joined.
final class NewNamespaces {
  private NewNamespaces() {}

  static Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_SYS_ADMIN)
        ? Support.yes()
        : Support.no("CAP_SYS_ADMIN is missing", "run as root, for instance with sudo");
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

  static void refuseTwice(String subject, ContainerSpec spec) {
    long kinds = spec.namespaces().stream().map(LinuxNamespace::type).distinct().count();
    if (kinds != spec.namespaces().size()) {
      throw new UsageException(subject + ": a kind of namespace is listed twice");
    }
  }

  static NamespacePlan plan(ContainerSpec spec, Wanted wanted, Host host) {
    List<LinuxNamespace> namespaces = new ArrayList<>(spec.namespaces());
    if (wanted.time()) {
      namespaces.add(LinuxNamespace.create(NamespaceType.TIME));
    }
    if (wanted.ids().wanted()) {
      namespaces.add(LinuxNamespace.create(NamespaceType.USER));
    }
    return new NamespacePlan(namespaces, wanted.ids().map(host));
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
