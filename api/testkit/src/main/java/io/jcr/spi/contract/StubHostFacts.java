package io.jcr.spi.contract;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A machine made up for a test.
///
/// @param cgroups its mounted hierarchies
/// @param filesystems the types of file systems that its kernel has
/// @param capabilities what jcr may do there
/// @param files the files that can be read there, all others are missing
public record StubHostFacts(
    List<CgroupHierarchy> cgroups,
    Set<String> filesystems,
    Set<Capability> capabilities,
    Map<Path, String> files)
    implements HostFacts {
  public StubHostFacts {
    cgroups = List.copyOf(cgroups);
    filesystems = Set.copyOf(filesystems);
    capabilities = Set.copyOf(capabilities);
    files = Map.copyOf(files);
  }

  /// A machine with nothing: no capability, no cgroup, no file system, no file.
  public static StubHostFacts bare() {
    return new StubHostFacts(List.of(), Set.of(), Set.of(), Map.of());
  }

  /// Root on a common machine without any mounted cgroup hierarchy.
  public static StubHostFacts root() {
    return new StubHostFacts(
        List.of(),
        Set.of("overlay", "proc", "sysfs", "tmpfs", "devpts", "mqueue", "ext4"),
        EnumSet.allOf(Capability.class),
        Map.of());
  }

  /// The same machine with one more hierarchy mounted.
  public StubHostFacts withCgroup(int version, Path mountPoint, String... controllers) {
    List<CgroupHierarchy> more = new ArrayList<>(cgroups);
    more.add(new CgroupHierarchy(version, mountPoint, Set.of(controllers)));
    return new StubHostFacts(more, filesystems, capabilities, files);
  }

  /// The same machine with one more readable file.
  public StubHostFacts withFile(Path file, String content) {
    Map<Path, String> more = new HashMap<>(files);
    more.put(file, content);
    return new StubHostFacts(cgroups, filesystems, capabilities, more);
  }

  /// The same machine where jcr has only these capabilities.
  public StubHostFacts withCapabilities(Set<Capability> others) {
    return new StubHostFacts(cgroups, filesystems, others, files);
  }

  @Override
  public boolean hasFilesystem(String type) {
    return filesystems.contains(type);
  }

  @Override
  public boolean hasCapability(Capability capability) {
    return capabilities.contains(capability);
  }

  @Override
  public Optional<String> read(Path file) {
    return Optional.ofNullable(files.get(file));
  }
}
