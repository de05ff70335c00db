package io.jcr.running;

import io.jcr.api.HostException;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Finds the cgroups of processes, see cgroups(7) on `/proc/PID/cgroup`. The hierarchies and this
/// process's own cgroups are looked up once.
public final class ContainerCgroups {
  private final HostFacts facts;
  private final List<String> mine;
  private final List<CgroupHierarchy> mounted;

  /// @param facts what is known about the machine
  public ContainerCgroups(HostFacts facts) {
    this.facts = facts;
    this.mine = facts.read(Path.of("/proc/self/cgroup")).orElse("").lines().toList();
    this.mounted = facts.cgroups();
  }

  /// The directories of the cgroups that process `pid` is in and this process is not, which are
  /// those of a container.
  List<Path> directories(long pid) {
    List<Path> directories = new ArrayList<>();
    for (String line :
        facts.read(Path.of("/proc/" + pid + "/cgroup")).orElse("").lines().toList()) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && !mine.contains(line)) {
        mounted.stream()
            .filter(hierarchy -> isThis(hierarchy, fields[1]))
            .findFirst()
            .ifPresent(hierarchy ->
                directories.add(hierarchy.mountPoint().resolve(fields[2].substring(1))));
      }
    }
    return directories;
  }

  /// The files to which a single-threaded process writes `0` to join the cgroups of process `pid`.
  public List<String> of(long pid) {
    List<String> files = new ArrayList<>();
    for (Path directory : directories(pid)) {
      Path tasks = directory.resolve("tasks");
      Path file = Files.exists(tasks) ? tasks : directory.resolve("cgroup.procs");
      if (!Files.exists(file)) {
        throw new HostException("the cgroup " + directory + " of process " + pid + " is not there");
      }
      files.add(file.toString());
    }
    return files;
  }

  private static boolean isThis(CgroupHierarchy hierarchy, String controllers) {
    if (controllers.isEmpty()) {
      return hierarchy.version() == 2;
    }
    return hierarchy.version() == 1
        && hierarchy.controllers().equals(Set.copyOf(Arrays.asList(controllers.split(",", -1))));
  }
}
