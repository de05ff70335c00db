package io.jcr.plugins.bench.subject;

import io.jcr.api.UnsupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A runtime without bundles, as a peer: a command line is all that it takes.
final class PeerLauncher implements Launcher {
  /// Those that are known.
  enum Kind {
    /// bubblewrap has no resource limits of its own.
    BWRAP("bwrap", "bwrap", "bubblewrap", true),
    /// Without systemd as PID 1 it cannot ask for a scope, so that it limits nothing.
    NSPAWN("systemd-nspawn", "systemd-nspawn", "systemd-container", true),
    /// Its own cgroups.
    PODMAN("podman", "podman", "podman", false),
    /// Limits are given to it by the group, which is the same for cgroup v1 and v2.
    LXC("lxc", "lxc-execute", "lxc", true);

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
      group =
          ResourceGroup.make(
              workplace.jcr().facts(),
              groupName,
              resources,
              workplace.rootfs().resolve("bin/busybox"));
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
      Files.writeString(
          file,
          "lxc.rootfs.path = dir:"
              + rootfs
              + "\nlxc.net.0.type = empty\nlxc.mount.auto = proc sys\n");
    }
    return file;
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
  }
}
