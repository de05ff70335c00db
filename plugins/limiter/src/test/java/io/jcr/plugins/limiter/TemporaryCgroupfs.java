package io.jcr.plugins.limiter;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// cgroup file systems played by ordinary directories: a new group has the files that the kernel
/// would give it, and only those can be written. On v2 they appear when the group above hands the
/// controller down.
final class TemporaryCgroupfs extends CgroupfsHost {
  private static final Map<String, List<String>> V1 =
      Map.of(
          "memory", List.of("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
          "cpu", List.of("cpu.cfs_period_us", "cpu.cfs_quota_us"),
          "cpuacct", List.of("cpuacct.usage"),
          "pids", List.of("pids.max"),
          "cpuset", List.of("cpuset.cpus", "cpuset.mems"));

  private static final Map<String, List<String>> V2 =
      Map.of(
          "memory", List.of("memory.max", "memory.swap.max", "memory.oom.group"),
          "cpu", List.of("cpu.max"),
          "pids", List.of("pids.max"),
          "cpuset", List.of("cpuset.cpus", "cpuset.cpus.effective"));

  private final Map<Path, String> other = new HashMap<>();
  private final Map<Path, Integer> failures = new HashMap<>();
  private final List<Path> written = new ArrayList<>();
  private Set<String> lacking = Set.of();

  private TemporaryCgroupfs(String id, List<CgroupHierarchy> hierarchies) {
    super(id, hierarchies);
  }

  /// One v1 hierarchy for each controller, with the processors 0 to 3.
  static TemporaryCgroupfs v1(Path directory, String id) {
    List<CgroupHierarchy> hierarchies =
        V1.keySet().stream()
            .sorted()
            .map(c -> new CgroupHierarchy(1, directory.resolve(c), Set.of(c)))
            .toList();
    TemporaryCgroupfs host = new TemporaryCgroupfs(id, hierarchies);
    hierarchies.forEach(h -> host.populate(h.mountPoint()));
    host.put(directory.resolve("cpuset/cpuset.cpus"), "0-3\n");
    host.put(directory.resolve("cpuset/cpuset.mems"), "0\n");
    return host;
  }

  /// The unified hierarchy, nothing handed down, with the processors 0 to 3.
  static TemporaryCgroupfs v2(Path directory, String id) {
    CgroupHierarchy hierarchy = new CgroupHierarchy(2, directory, V2.keySet());
    TemporaryCgroupfs host = new TemporaryCgroupfs(id, List.of(hierarchy));
    host.put(directory.resolve("cgroup.controllers"), String.join(" ", V2.keySet()));
    host.put(directory.resolve("cgroup.subtree_control"), "");
    host.put(directory.resolve("cpuset.cpus.effective"), "0-3\n");
    return host;
  }

  /// The same machine, seen by another container.
  TemporaryCgroupfs another(String id) {
    return new TemporaryCgroupfs(id, cgroups());
  }

  /// A kernel without this control file.
  TemporaryCgroupfs lacking(String file) {
    lacking = Set.of(file);
    cgroups().forEach(h -> attempt("unlink", h.mountPoint(), () -> remove(h.mountPoint(), file)));
    return this;
  }

  private static boolean remove(Path group, String file) throws IOException {
    return Files.deleteIfExists(group.resolve(file));
  }

  /// A file outside of cgroups.
  TemporaryCgroupfs with(String file, String content) {
    other.put(Path.of(file), content);
    return this;
  }

  /// Writing `file` fails.
  TemporaryCgroupfs failing(Path file, int errno) {
    failures.put(file, errno);
    return this;
  }

  /// The files that were written, in order.
  List<Path> written() {
    return List.copyOf(written);
  }

  @Override
  public Optional<String> read(Path file) {
    return other.containsKey(file) ? Optional.of(other.get(file)) : super.read(file);
  }

  @Override
  void makeGroup(Path directory) {
    super.makeGroup(directory);
    populate(directory);
  }

  @Override
  public void setCgroupFile(Path file, String value) {
    written.add(file);
    Integer errno = failures.get(file);
    if (errno != null) {
      throw new ErrnoException("write", file.toString(), errno);
    }
    if (file.endsWith("cgroup.subtree_control")) {
      handDown(file, value);
    } else {
      super.setCgroupFile(file, value);
    }
  }

  private void handDown(Path file, String value) {
    String controller = value.substring(1);
    Path group = file.getParent();
    if (!words(group.resolve("cgroup.controllers")).contains(controller)) {
      throw new ErrnoException("write", file.toString(), Errno.ENOENT);
    }
    List<String> enabled = new ArrayList<>(words(file));
    enabled.add(controller);
    put(file, String.join(" ", enabled));
    try (Stream<Path> below = Files.list(group)) {
      below.filter(Files::isDirectory).forEach(this::populate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void populate(Path group) {
    CgroupHierarchy hierarchy =
        cgroups().stream().filter(h -> group.startsWith(h.mountPoint())).findFirst().orElseThrow();
    if (hierarchy.version() == 1) {
      put(group.resolve("tasks"), "");
      hierarchy.controllers().forEach(c -> V1.get(c).forEach(f -> putNew(group.resolve(f))));
    } else {
      List<String> available = words(group.resolveSibling("cgroup.subtree_control"));
      put(group.resolve("cgroup.controllers"), String.join(" ", available));
      putNew(group.resolve("cgroup.subtree_control"));
      available.forEach(c -> V2.get(c).forEach(f -> putNew(group.resolve(f))));
    }
  }

  private List<String> words(Path file) {
    String text = super.read(file).orElse("").strip();
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private void putNew(Path file) {
    if (!Files.exists(file) && !lacking.contains(file.getFileName().toString())) {
      put(file, "");
    }
  }

  private void put(Path file, String content) {
    attempt(
        "create",
        file,
        () -> {
          Files.createDirectories(file.getParent());
          return Files.writeString(file, content);
        });
  }
}
