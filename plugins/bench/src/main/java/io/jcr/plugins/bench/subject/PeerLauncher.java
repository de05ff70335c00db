package io.jcr.plugins.bench.subject;

import io.jcr.api.UnsupportedException;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A runtime without bundles, as a peer: it needs only a command line.
final class PeerLauncher implements Launcher {
  /// The known runtimes.
  enum Kind {
    /// bubblewrap has no resource limits of its own.
    BWRAP("bwrap", "bwrap", "bubblewrap", true),
    /// Without systemd as PID 1 it cannot request a scope, so it limits nothing.
    NSPAWN("systemd-nspawn", "systemd-nspawn", "systemd-container", true),
    /// Its own cgroups.
    PODMAN("podman", "podman", "podman", false),
    /// It moves its program into its own cgroup, whose limits are in the configuration.
    LXC("lxc", "lxc-execute", "lxc", false);

    private final String id;
    private final String program;
    private final String debianPackage;
    private final boolean needsGroup;

    Kind(String id, String program, String debianPackage, boolean needsGroup) {
      this.id = id;
      this.program = program;
      this.debianPackage = debianPackage;
      this.needsGroup = needsGroup;
    }

    /// As in `--subject ID`.
    String id() {
      return id;
    }

    /// What must be in PATH.
    String program() {
      return program;
    }
  }

  private static final Duration REMOVAL = Duration.ofSeconds(10);
  private static final int CPU_PERIOD = 100_000;

  private final Kind kind;
  private final Workplace workplace;
  private final Resources resources;
  private final String groupName;
  private @Nullable ResourceGroup group;

  PeerLauncher(Kind kind, Workplace workplace, Resources resources) {
    this.kind = kind;
    this.workplace = workplace;
    this.resources = resources;
    this.groupName = workplace.instance();
  }

  @Override
  public String id() {
    return kind.id;
  }

  @Override
  public String label() {
    return kind.id;
  }

  @Override
  public void prepare() {
    if (Commands.find(kind.program).isEmpty()) {
      throw new UnsupportedException(kind.id, "not installed", "apt install " + kind.debianPackage);
    }
    if (kind.needsGroup) {
      group = ResourceGroup.make(workplace, groupName, resources);
    }
  }

  @Override
  public ProcessBuilder process(List<String> command, String instance) throws IOException {
    List<String> line = new ArrayList<>(options(instance));
    line.addAll(command);
    return new ProcessBuilder(kind.needsGroup ? Objects.requireNonNull(group).joining(line) : line);
  }

  private List<String> options(String instance) throws IOException {
    String rootfs = workplace.rootfs().toString();
    return switch (kind) {
      case BWRAP ->
          words(
              "bwrap --bind "
                  + rootfs
                  + " / --proc /proc --dev /dev --unshare-all --unshare-cgroup-try --");
      case NSPAWN ->
          words(
              "systemd-nspawn --quiet --register=no --keep-unit --private-network --pipe -M "
                  + (instance + " -D " + rootfs + " --"));
      case PODMAN ->
          words(
              "podman run --rm --interactive --network none --name "
                  + (instance + " --cpus " + resources.cpus())
                  + (" --memory " + resources.memoryBytes() + "b --rootfs " + rootfs));
      case LXC ->
          words(
              "lxc-execute -P "
                  + workplace.resolve("lxc")
                  + " -n "
                  + instance
                  + " -f "
                  + lxcConfig(rootfs)
                  + " --");
    };
  }

  private Path lxcConfig(String rootfs) throws IOException {
    Path file = workplace.resolve("lxc.conf");
    if (!Files.exists(file)) {
      Files.createDirectories(workplace.resolve("lxc"));
      Files.writeString(file, lxcSettings(rootfs));
    }
    return file;
  }

  /// The settings for cgroup v1 and v2 have different names; those for the version that is not
  /// there are errors.
  private String lxcSettings(String rootfs) {
    long quota = Math.round(resources.cpus() * CPU_PERIOD);
    List<String> lines = new ArrayList<>();
    lines.add("lxc.rootfs.path = dir:" + rootfs);
    lines.add("lxc.net.0.type = empty");
    lines.add("lxc.mount.auto = proc sys");
    if (workplace.jcr().facts().cgroup(2, "memory").isPresent()) {
      lines.add("lxc.cgroup2.memory.max = " + resources.memoryBytes());
      lines.add("lxc.cgroup2.cpu.max = " + quota + " " + CPU_PERIOD);
    } else {
      lines.add("lxc.cgroup.memory.limit_in_bytes = " + resources.memoryBytes());
      lines.add("lxc.cgroup.cpu.cfs_period_us = " + CPU_PERIOD);
      lines.add("lxc.cgroup.cpu.cfs_quota_us = " + quota);
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }

  @Override
  public List<String> removal(String instance) {
    return switch (kind) {
      case PODMAN -> words("podman rm --force --time 0 " + instance);
      case LXC -> words("lxc-stop -P " + workplace.resolve("lxc") + " --kill -n " + instance);
      case BWRAP, NSPAWN -> List.of();
    };
  }

  /// systemd-nspawn locks the root file system.
  @Override
  public boolean concurrent() {
    return kind != Kind.NSPAWN;
  }

  @Override
  public boolean ownCgroup() {
    return !kind.needsGroup;
  }

  @Override
  public boolean reachable() {
    return false;
  }

  @Override
  public void close() {
    if (group != null) {
      group.close();
    }
    if (kind == Kind.LXC) {
      removePivots();
    }
  }

  /// lxc parks ending processes in cgroups that it leaves behind. One that is in use belongs to
  /// another container.
  private void removePivots() {
    for (CgroupHierarchy hierarchy : workplace.jcr().facts().cgroups()) {
      Commands.quietly(REMOVAL, "rmdir", hierarchy.mountPoint().resolve("lxc.pivot").toString());
    }
  }
}
