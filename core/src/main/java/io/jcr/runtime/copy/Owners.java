package io.jcr.runtime.copy;

import io.jcr.api.IdMapping;
import java.util.List;

/// Users and groups of a container and what they are on the host.
///
/// @param mappings of its user namespace; empty when it has none
public record Owners(List<IdMapping> mappings) {
  /// Those of the host itself.
  static final Owners OF_HOST = new Owners(List.of());

  /// Whoever has no id in the user namespace.
  private static final long NOBODY = 65534;

  public Owners {
    mappings = List.copyOf(mappings);
  }

  /// What the host's `id` is in the container.
  long inside(long id) {
    if (mappings.isEmpty()) {
      return id;
    }
    return mappings.stream()
        .filter(mapping -> id >= mapping.hostId() && id - mapping.hostId() < mapping.size())
        .mapToLong(mapping -> id - mapping.hostId() + mapping.containerId())
        .findFirst()
        .orElse(NOBODY);
  }

  /// What the container's `id` is on the host; for one that it does not have, what its root is.
  long outside(long id) {
    if (mappings.isEmpty()) {
      return id;
    }
    return mappings.stream()
        .filter(mapping -> mapping.maps(id))
        .mapToLong(mapping -> mapping.hostId() + id - mapping.containerId())
        .findFirst()
        .orElseGet(() -> outside(0));
  }

  boolean isMapped() {
    return !mappings.isEmpty();
  }
}
