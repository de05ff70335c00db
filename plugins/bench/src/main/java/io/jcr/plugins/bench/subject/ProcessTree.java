package io.jcr.plugins.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which process started which, according to /proc/PID/stat.
final class ProcessTree {
  private final Map<Long, Long> parents;

  private ProcessTree(Map<Long, Long> parents) {
    this.parents = parents;
  }

  /// @param proc where proc is mounted
  static ProcessTree read(Path proc) throws IOException {
    Map<Long, Long> parents = new HashMap<>();
    try (Stream<Path> entries = Files.list(proc)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
          long parent = parent(entry);
          if (parent > 0) {
            parents.put(Long.parseLong(name), parent);
          }
        }
      }
    }
    return new ProcessTree(parents);
  }

  /// The fourth field; the second one, the name in parentheses, may contain spaces and parentheses.
  private static long parent(Path entry) {
    try {
      String stat = Files.readString(entry.resolve("stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3)[1]);
    } catch (IOException e) {
      return 0; // it has ended meanwhile
    }
  }

  /// All processes that exist because of an instance: the one started for it, its program, and
  /// ancestors of that program that are not our own, such as a monitor that has left its parent.
  ///
  /// @param started the process that was started for it
  /// @param program the program inside
  /// @param self the process that measures
  List<Long> ofInstance(long started, long program, long self) {
    Set<Long> ours = new LinkedHashSet<>(upwards(self));
    Set<Long> all = new LinkedHashSet<>(downwards(started));
    for (long above : upwards(program)) {
      if (!ours.contains(above) && above != 1) {
        all.addAll(downwards(above));
      }
    }
    return List.copyOf(all);
  }

  private List<Long> upwards(long pid) {
    Set<Long> way = new LinkedHashSet<>();
    for (Long at = pid; at != null && way.add(at); at = parents.get(at)) {}
    return List.copyOf(way);
  }

  private Set<Long> downwards(long pid) {
    Set<Long> found = new LinkedHashSet<>();
    found.add(pid);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Map.Entry<Long, Long> entry : parents.entrySet()) {
        grew |= found.contains(entry.getValue()) && found.add(entry.getKey());
      }
    }
    return found;
  }
}
