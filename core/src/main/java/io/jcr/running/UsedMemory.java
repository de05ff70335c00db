package io.jcr.running;

import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A container's memory in bytes, from the files of its memory cgroup.
///
/// @param facts reads them
/// @param current its current memory, or null if it has no such cgroup
/// @param peakFile its peak memory
/// @param inactive the name in `memory.stat` of the page cache that is dropped first
/// @param limits finds its limit
record UsedMemory(
    HostFacts facts, @Nullable Path current, String peakFile, String inactive, Limits limits) {
  /// Finds the limit of a cgroup.
  private interface Limits {
    @Nullable Long of(Path group, HostFacts facts);
  }

  /// @param current `memory.usage_in_bytes`
  static UsedMemory ofV1(Optional<Path> current, HostFacts facts) {
    return new UsedMemory(
        facts,
        current.orElse(null),
        "memory.max_usage_in_bytes",
        "total_inactive_file",
        (group, read) ->
            CgroupFile.value(read, group.resolve("memory.stat"), "hierarchical_memory_limit"));
  }

  /// @param current `memory.current`
  static UsedMemory ofV2(Path current, HostFacts facts) {
    return new UsedMemory(facts, current, "memory.peak", "inactive_file", UsedMemory::tightest);
  }

  /// Only the root has no `memory.max`; `max` in it means that the group has no limit of its own.
  private static @Nullable Long tightest(Path group, HostFacts facts) {
    @Nullable Long tightest = null;
    @Nullable Path at = group;
    while (at != null && facts.read(at.resolve("memory.max")).isPresent()) {
      Long limit = CgroupFile.number(facts, at.resolve("memory.max"));
      if (limit != null && (tightest == null || limit < tightest)) {
        tightest = limit;
      }
      at = at.getParent();
    }
    return tightest;
  }

  /// Its current memory without the page cache that the kernel would drop first, as docker counts
  /// it.
  @Nullable Long used() {
    Path group = group();
    Long all = current == null ? null : CgroupFile.number(facts, current);
    if (all == null || group == null) {
      return null;
    }
    Long droppable = CgroupFile.value(facts, group.resolve("memory.stat"), inactive);
    return droppable == null || droppable > all ? all : (Long) (all - droppable);
  }

  /// Its peak memory; null also on kernels older than 5.19 (cgroup v2).
  @Nullable Long peak() {
    Path group = group();
    return group == null ? null : CgroupFile.number(facts, group.resolve(peakFile));
  }

  /// The limit that its cgroups impose; null for none.
  @Nullable Long limit() {
    Path group = group();
    return group == null ? null : limits.of(group, facts);
  }

  private @Nullable Path group() {
    return current == null ? null : current.getParent();
  }
}
