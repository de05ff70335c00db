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
public record NamespacePlan(List<LinuxNamespace> namespaces, List<IdMapping> idMappings) {
  public NamespacePlan {
    namespaces = List.copyOf(namespaces);
    idMappings = List.copyOf(idMappings);
  }

  /// What was asked for anyway.
  public static NamespacePlan of(ContainerSpec spec) {
    return new NamespacePlan(spec.namespaces(), spec.idMappings());
  }
}
