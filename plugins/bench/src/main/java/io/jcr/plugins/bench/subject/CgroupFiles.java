package io.jcr.plugins.bench.subject;

import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What the kernel says about the cgroups of a process.
final class CgroupFiles {
  private final HostFacts facts;

  CgroupFiles(HostFacts facts) {
    this.facts = facts;
  }

  /// The smallest quota between the process's cgroup and the root, in processors.
  OptionalDouble cpus(long pid) throws IOException {
    double least = Double.MAX_VALUE;
    for (Path directory : wayUp(pid, "cpu")) {
      Optional<String> max = read(directory.resolve("cpu.max"));
      Optional<String> quota = read(directory.resolve("cpu.cfs_quota_us"));
      if (max.isPresent() && !max.get().startsWith("max")) {
        String[] words = max.get().split(" ", 2);
        least = Math.min(least, Double.parseDouble(words[0]) / Double.parseDouble(words[1]));
      } else if (quota.isPresent() && !quota.get().startsWith("-")) {
        String period = read(directory.resolve("cpu.cfs_period_us")).orElse("100000");
        least = Math.min(least, Double.parseDouble(quota.get()) / Double.parseDouble(period));
      }
    }
    return least == Double.MAX_VALUE ? OptionalDouble.empty() : OptionalDouble.of(least);
  }

  /// The smallest limit between the process's cgroup and the root.
  OptionalLong memory(long pid) throws IOException {
    long least = Long.MAX_VALUE;
    for (Path directory : wayUp(pid, "memory")) {
      for (String file : List.of("memory.max", "memory.limit_in_bytes")) {
        Optional<String> limit = read(directory.resolve(file));
        if (limit.isPresent() && !limit.get().equals("max")) {
          least = Math.min(least, Long.parseLong(limit.get()));
        }
      }
    }
    // without a limit, v1 reports the largest multiple of a page
    return least > Long.MAX_VALUE / 2 ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /// What the process's cgroup uses, including kernel memory.
  OptionalLong memoryUsage(long pid) throws IOException {
    for (Path directory : wayUp(pid, "memory").stream().limit(1).toList()) {
      for (String file : List.of("memory.current", "memory.usage_in_bytes")) {
        Optional<String> used = read(directory.resolve(file));
        if (used.isPresent()) {
          return OptionalLong.of(Long.parseLong(used.get()));
        }
      }
    }
    return OptionalLong.empty();
  }

  /// The directories from the process's cgroup up to the root, excluding the root.
  private List<Path> wayUp(long pid, String controller) throws IOException {
    Optional<CgroupHierarchy> hierarchy =
        facts.cgroup(2, controller).or(() -> facts.cgroup(1, controller));
    if (hierarchy.isEmpty()) {
      return List.of();
    }
    Path root = hierarchy.get().mountPoint();
    String own = ownPath(pid, hierarchy.get(), controller);
    List<Path> way = new java.util.ArrayList<>();
    for (Path at = root.resolve(own); at != null && !at.equals(root); at = at.getParent()) {
      way.add(at);
    }
    return way;
  }

  private static String ownPath(long pid, CgroupHierarchy hierarchy, String controller)
      throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
      String[] fields = line.split(":", 3);
      boolean here =
          hierarchy.version() == 2
              ? fields[1].isEmpty()
              : List.of(fields[1].split(",")).contains(controller);
      if (here) {
        return fields[2].substring(1);
      }
    }
    return "";
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
