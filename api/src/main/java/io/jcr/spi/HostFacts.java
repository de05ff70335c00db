package io.jcr.spi;

import io.jcr.api.Capability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Facts about the machine, looked up when a method is called. Reading them changes nothing.
public interface HostFacts {
  /// The mounted cgroup hierarchies, v1 and v2, in the order of `/proc/self/mountinfo`.
  List<CgroupHierarchy> cgroups();

  /// Whether the kernel has this file system, built in (`/proc/filesystems`) or as a module that
  /// can be loaded.
  boolean hasFilesystem(String type);

  /// Whether jcr has this capability in its effective set.
  boolean hasCapability(Capability capability);

  /// The content of a file of `/proc`, `/sys` or `/etc`, or empty when it is missing or unreadable.
  Optional<String> read(Path file);

  /// A mounted cgroup hierarchy.
  ///
  /// @param version 1 or 2
  /// @param mountPoint where it is mounted
  /// @param controllers its controllers (v2: `cgroup.controllers` of its root); empty for a named
  ///   v1 hierarchy
  record CgroupHierarchy(int version, Path mountPoint, Set<String> controllers) {
    public CgroupHierarchy {
      controllers = Set.copyOf(controllers);
    }
  }

  /// The hierarchy of `version` that has `controller`.
  default Optional<CgroupHierarchy> cgroup(int version, String controller) {
    return cgroups().stream()
        .filter(h -> h.version() == version && h.controllers().contains(controller))
        .findFirst();
  }
}
