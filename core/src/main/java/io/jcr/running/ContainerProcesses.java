package io.jcr.running;

import io.jcr.api.ContainerState;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The processes of a container: those in its cgroups.
///
/// @param facts what is known about the machine
public record ContainerProcesses(HostFacts facts) {
  private static final long TICKS_PER_SECOND =
      100; // USER_HZ, on all architectures that jcr supports

  /// A process, see proc_pid_stat(5).
  ///
  /// @param pid in the host's PID namespace
  /// @param parent the parent's pid
  /// @param uid its effective user on the host
  /// @param state such as `S` or `R`
  /// @param cpuSeconds the CPU time that it has used
  /// @param command its arguments; its name in brackets if it has none
  public record Entry(
      long pid, long parent, String uid, String state, long cpuSeconds, String command) {}

  /// The processes of the container `state`, by pid.
  public List<Entry> of(ContainerState state) {
    List<Entry> processes = new ArrayList<>();
    pids(state.pid(), new ContainerCgroups(facts).directories(state.pid()))
        .forEach(pid -> process(pid).ifPresent(processes::add));
    return processes;
  }

  /// The pids of a container's processes, in order.
  ///
  /// @param first its PID 1, as the host sees it
  /// @param groups its cgroups
  Set<Long> pids(long first, List<Path> groups) {
    TreeSet<Long> pids = new TreeSet<>(List.of(first));
    for (Path group : groups) {
      for (String pid : facts.read(group.resolve("cgroup.procs")).orElse("").lines().toList()) {
        pids.add(Long.parseLong(pid));
      }
    }
    return pids;
  }

  private Optional<Entry> process(long pid) {
    Path directory = Path.of("/proc/" + pid);
    Optional<String> stat = facts.read(directory.resolve("stat"));
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    String line = stat.get();
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    String command =
        facts
            .read(directory.resolve("cmdline"))
            .map(text -> text.replace('\0', ' ').strip())
            .filter(text -> !text.isEmpty())
            .orElse(line.substring(line.indexOf('('), line.lastIndexOf(')') + 1));
    return Optional.of(
        new Entry(
            pid,
            Long.parseLong(fields[1]),
            uid(directory),
            fields[0],
            (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND,
            command));
  }

  private String uid(Path directory) {
    return facts
        .read(directory.resolve("status"))
        .flatMap(text -> text.lines().filter(line -> line.startsWith("Uid:")).findFirst())
        .map(line -> line.split("\\s+", -1)[2])
        .orElse("?");
  }
}
