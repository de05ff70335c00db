package io.jcr.linux;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [HostFacts] from `/proc` and `/sys`. What can't change while jcr plans is read only once.
public final class LinuxHostFacts implements HostFacts {
  /// Mount options of a cgroup v1 super block that name no controller.
  private static final Set<String> NOT_CONTROLLERS =
      Set.of("rw", "ro", "xattr", "clone_children", "noprefix", "cpuset_v2_mode", "favordynmods");

  private final Path proc;
  private @Nullable List<CgroupHierarchy> cgroups;
  private long effectiveCapabilities = -1;

  /// The facts of this machine.
  public LinuxHostFacts() {
    this(Path.of("/proc"));
  }

  LinuxHostFacts(Path proc) {
    this.proc = proc;
  }

  @Override
  public List<CgroupHierarchy> cgroups() {
    if (cgroups == null) {
      cgroups = readCgroups();
    }
    return cgroups;
  }

  @Override
  public boolean hasFilesystem(String type) {
    boolean known =
        read(proc.resolve("filesystems")).orElse("").lines().anyMatch(l -> l.endsWith("\t" + type));
    return known || isModule(type);
  }

  @Override
  public boolean hasCapability(Capability capability) {
    if (effectiveCapabilities == -1) {
      effectiveCapabilities =
          read(proc.resolve("self/status"))
              .flatMap(s -> s.lines().filter(l -> l.startsWith("CapEff:")).findFirst())
              .map(l -> Long.parseUnsignedLong(l.substring("CapEff:".length()).strip(), 16))
              .orElse(0L);
    }
    return (effectiveCapabilities & capability.mask()) != 0;
  }

  /// Reads in large pieces: of a number in /proc/sys, the kernel returns only what the first
  /// read(2) has room for, and [Files#readAllBytes] starts with one byte when the reported size is
  /// 0.
  @Override
  public Optional<String> read(Path file) {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isModule(String name) {
    String release = read(proc.resolve("sys/kernel/osrelease")).orElse("").strip();
    return read(Path.of("/lib/modules", release, "modules.dep"))
        .map(s -> s.contains("/" + name + ".ko"))
        .orElse(false);
  }

  private List<CgroupHierarchy> readCgroups() {
    List<CgroupHierarchy> found = new ArrayList<>();
    for (String line : read(proc.resolve("self/mountinfo")).orElse("").lines().toList()) {
      // 30 23 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
      // (proc_pid_mountinfo(5))
      int separator = line.indexOf(" - ");
      if (separator < 0) {
        continue;
      }
      String[] left = line.substring(0, separator).split(" ", -1);
      String[] right = line.substring(separator + 3).split(" ", -1);
      if (left.length < 5 || right.length < 3 || !right[0].startsWith("cgroup")) {
        continue;
      }
      Path mountPoint = Path.of(left[4].replace("\\040", " "));
      found.add(
          right[0].equals("cgroup2")
              ? new CgroupHierarchy(2, mountPoint, v2Controllers(mountPoint))
              : new CgroupHierarchy(1, mountPoint, v1Controllers(right[2])));
    }
    return List.copyOf(found);
  }

  private Set<String> v2Controllers(Path mountPoint) {
    String list = read(mountPoint.resolve("cgroup.controllers")).orElse("").strip();
    return list.isEmpty() ? Set.of() : Set.of(list.split(" ", -1));
  }

  private static Set<String> v1Controllers(String superOptions) {
    Set<String> names = new HashSet<>(Arrays.asList(superOptions.split(",", -1)));
    names.removeAll(NOT_CONTROLLERS);
    names.removeIf(option -> option.contains("="));
    return names;
  }
}
