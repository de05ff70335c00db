package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import java.util.List;

/// Which namespaces a container gets.
///
/// @param namespaces new ones and joined ones; at most one of a kind. Without a network namespace
///   `--net` says which it is; one that is joined here is taken as it is
/// @param idMappings the ids of the user namespace, when there is one among them
/// @param cgroupsOf the process whose cgroups, and so whose limits, the container shares; 0: it has
///   cgroups of its own
/// @param root the root directory inside the mount namespace that is joined; `/` unless its
///   processes have been chroot(2)ed
public record NamespacePlan(
    List<LinuxNamespace> namespaces, List<IdMapping> idMappings, long cgroupsOf, String root) {
  public NamespacePlan {
    namespaces = List.copyOf(namespaces);
    idMappings = List.copyOf(idMappings);
  }

  /// With cgroups of its own.
  public NamespacePlan(List<LinuxNamespace> namespaces, List<IdMapping> idMappings) {
    this(namespaces, idMappings, 0, "/");
  }

  /// What was asked for anyway.
  public static NamespacePlan of(ContainerSpec spec) {
    return new NamespacePlan(spec.namespaces(), spec.idMappings());
  }
}
