package io.jcr.plugins.bench.subject;

import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A cgroup for programs that no runtime puts into one: bare ones, and those of runtimes without
/// resource limits. The process joins by itself, through a shell, before it becomes the program.
final class ResourceGroup implements AutoCloseable {
  private static final int PERIOD = 100_000;

  private final Map<Path, Integer> directories = new LinkedHashMap<>();
  private final Path busybox;

  private ResourceGroup(Path busybox) {
    this.busybox = busybox;
  }

  /// Creates it.
  ///
  /// @throws UnsupportedException if the controllers are missing or may not be used
  static ResourceGroup make(Workplace workplace, String name, Resources limits) {
    HostFacts facts = workplace.jcr().facts();
    ResourceGroup group = new ResourceGroup(workplace.rootfs().resolve("bin/busybox"));
    try {
      group.limitMemory(group.directory(facts, "memory", name), limits.memoryBytes());
      group.limitCpu(group.directory(facts, "cpu", name), limits.cpus());
      return group;
    } catch (IOException e) {
      group.close();
      throw new UnsupportedException("bench", "cannot create a cgroup: " + e, "run it as root");
    }
  }

  private Path directory(HostFacts facts, String controller, String name) throws IOException {
    CgroupHierarchy hierarchy =
        facts
            .cgroup(2, controller)
            .or(() -> facts.cgroup(1, controller))
            .orElseThrow(() ->
                new UnsupportedException(
                    "bench",
                    "the cgroup controller " + controller + " is missing",
                    "see jcr doctor"));
    Path directory = hierarchy.mountPoint().resolve(name);
    if (hierarchy.version() == 2) {
      Files.writeString(hierarchy.mountPoint().resolve("cgroup.subtree_control"), "+" + controller);
    }
    Files.createDirectories(directory);
    directories.put(directory, hierarchy.version());
    return directory;
  }

  private void limitMemory(Path directory, long bytes) throws IOException {
    String limit = Long.toString(bytes);
    if (directories.getOrDefault(directory, 1) == 2) {
      Files.writeString(directory.resolve("memory.max"), limit);
      Files.writeString(directory.resolve("memory.swap.max"), "0");
    } else {
      Files.writeString(directory.resolve("memory.limit_in_bytes"), limit);
      Path withSwap = directory.resolve("memory.memsw.limit_in_bytes");
      if (Files.exists(withSwap)) {
        Files.writeString(withSwap, limit);
      }
    }
  }

  private void limitCpu(Path directory, double cpus) throws IOException {
    String quota = Long.toString(Math.round(cpus * PERIOD));
    if (directories.getOrDefault(directory, 1) == 2) {
      Files.writeString(directory.resolve("cpu.max"), quota + " " + PERIOD);
    } else {
      Files.writeString(directory.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD));
      Files.writeString(directory.resolve("cpu.cfs_quota_us"), quota);
    }
  }

  /// The command line of a program in this group.
  List<String> joining(List<String> command) {
    StringBuilder script = new StringBuilder();
    directories.forEach((directory, version) ->
        script
            .append("echo 0 >")
            .append(directory)
            .append(version == 2 ? "/cgroup.procs" : "/tasks")
            .append(" && "));
    List<String> line = new ArrayList<>();
    line.addAll(List.of(busybox.toString(), "sh", "-c", script + "exec \"$@\"", "sh"));
    line.addAll(command);
    return line;
  }

  /// Kills what is still in it and removes it.
  @Override
  public void close() {
    for (Path directory : directories.keySet()) {
      try {
        CgroupEnd.remove(directory);
      } catch (IOException e) {
        throw new HostException("bench: remove " + directory + ": " + e.getMessage());
      }
    }
  }
}
