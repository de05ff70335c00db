package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import java.util.List;

/// The namespaces that a container gets.
///
/// @param namespaces new and joined ones, at most one of each kind. If the network namespace is
///   missing, `--net` decides on it; one that is joined here is used as it is
/// @param idMappings the ids of the user namespace, if there is one
/// @param cgroupsOf the process whose cgroups, and therefore limits, the container shares; 0 if it
///   has its own cgroups
/// @param root the root directory in the joined mount namespace; `/` unless its processes called
///   chroot(2)
public record NamespacePlan(
    List<LinuxNamespace> namespaces, List<IdMapping> idMappings, long cgroupsOf, String root) {
  public NamespacePlan {
    namespaces = List.copyOf(namespaces);
    idMappings = List.copyOf(idMappings);
  }

  /// For a container with its own cgroups.
  public NamespacePlan(List<LinuxNamespace> namespaces, List<IdMapping> idMappings) {
    this(namespaces, idMappings, 0, "/");
  }

  /// The namespaces of `spec`, unchanged.
  public static NamespacePlan of(ContainerSpec spec) {
    return new NamespacePlan(spec.namespaces(), spec.idMappings());
  }
}
