package io.jcr.runtime;

import static java.util.stream.Collectors.joining;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.init.LaunchPlan;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.spi.Backend;
import io.jcr.spi.Limits;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.RootFilesystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts what the backends have prepared, and what the spec says of the container's surroundings,
/// into the order that the kernel wants: namespaces, cgroups, root, mounts, network. This is the
/// table of contents of a container; jcr-init only follows it. What its process does then is in
/// [ProcessSteps].
final class RoomSteps {
  private final ContainerSpec spec;
  private final Backends backends;
  private final Limits limits;
  private final RootFilesystem root;
  private final NetworkPlan network;
  private final Volumes volumes;
  private final Joined joined;
  private Steps steps = new Steps();

  RoomSteps(
      ContainerSpec spec,
      Backends backends,
      Limits limits,
      RootFilesystem root,
      NetworkPlan network,
      Volumes volumes,
      Joined joined) {
    this.spec = spec;
    this.backends = backends;
    this.limits = limits;
    this.root = root;
    this.network = network;
    this.volumes = volumes;
    this.joined = joined;
  }

  /// The whole launch: the room, then its first process.
  ///
  /// @param etc the files of `/etc` that depend on the run
  LaunchPlan plan(List<Mount> etc, boolean trace) {
    List<Step> enter = enterNamespaces();
    steps = new Steps();
    if (!losesCgroups()) {
      joinCgroups();
    }
    makeCgroupNamespace();
    boolean ownRoot = !spec.seesJoinedRoot();
    if (ownRoot) {
      copyJoinedMounts();
      mountRoot();
      mountInside(etc);
      enterRoot();
    } else if (!joined.root().equals("/")) {
      add(new InitOp.Chroot(joined.root()));
    }
    connect();
    if (ownRoot) {
      protectKernel();
    }
    identify();
    List<Step> inside = new ArrayList<>(steps.list());
    inside.addAll(new ProcessSteps(spec.process(), spec.linux().seccomp(), ownRoot).list());
    return new LaunchPlan(enter, inside, limits.notes(), trace, spec.process().terminal());
  }

  /// A new cgroup namespace is not among what the namespace backend makes: its root is the cgroup
  /// that the process is in when it is made, so the process joins its cgroups first.
  private List<Step> enterNamespaces() {
    joined.cgroups().forEach(file -> add(new InitOp.WriteFile(file, "0")));
    if (losesCgroups()) {
      joinCgroups();
    }
    if (spec.hasUserNamespace()) {
      mountForUserNamespace();
    }
    List<LinuxNamespace> wanted =
        spec.namespaces().stream()
            .filter(namespace -> !isNewCgroup(namespace))
            .map(RoomSteps::preparedUser)
            .toList();
    String cloneInto = losesCgroups() ? "" : limits.cloneInto();
    add(backends.namespace(), backends.namespace().enter(spec.withNamespaces(wanted), cloneInto));
    offsetClocks();
    return steps.list();
  }

  /// While there is a new time namespace and nobody in it, see time_namespaces(7).
  private void offsetClocks() {
    StringBuilder lines = new StringBuilder();
    spec.linux()
        .timeOffsets()
        .forEach((clock, offset) ->
            lines
                .append(clock)
                .append(' ')
                .append(offset.secs())
                .append(' ')
                .append(offset.nanosecs())
                .append('\n'));
    if (!lines.isEmpty()) {
      steps.addBeforeLast(new InitOp.WriteFile("/proc/self/timens_offsets", lines.toString()));
    }
  }

  /// Only the host's root may write to cgroups, mount file systems with its trusted attributes and
  /// map the ids of mounts. So the process that leads into a user namespace does all that, in a
  /// mount namespace of its own, before it gives up being the host's root. The container's mount
  /// namespace is a copy of that one.
  private void mountForUserNamespace() {
    if (!spec.joins(NamespaceType.USER)) {
      String map = spec.idMappings().stream().map(IdMapping::line).collect(joining());
      add(new InitOp.UserNamespace(map));
    }
    if (!spec.joins(NamespaceType.MOUNT)) {
      add(new InitOp.Unshare(NamespaceType.MOUNT.cloneFlag()));
      add(new InitOp.MountPropagation("/", MountFlags.MS_REC | MountFlags.MS_PRIVATE));
      add(backends.filesystem(), root.mount());
      volumes.mapping().forEach(this::add);
    }
  }

  private static LinuxNamespace preparedUser(LinuxNamespace namespace) {
    return namespace.type() == NamespaceType.USER && namespace.path() == null
        ? LinuxNamespace.join(NamespaceType.USER, Path.of(""))
        : namespace;
  }

  private void joinCgroups() {
    add(backends.limiter(), limits.enter());
    if (losesCgroups() && !limits.cloneInto().isEmpty()) {
      add(
          backends.limiter(),
          List.of(new InitOp.WriteFile(limits.cloneInto() + "/cgroup.procs", "0")));
    }
  }

  /// Whether the host's cgroups are out of reach where the process is born: for lack of power, or
  /// of a path, or since nobody leaves the cgroup namespace that it joins (ENOENT where cgroup v2
  /// is mounted nsdelegate, see cgroups(7)). Who leads it there joins them then, and it inherits
  /// them.
  private boolean losesCgroups() {
    return spec.hasUserNamespace()
        || spec.joins(NamespaceType.MOUNT)
        || spec.joins(NamespaceType.CGROUP);
  }

  private void makeCgroupNamespace() {
    if (spec.namespaces().stream().anyMatch(RoomSteps::isNewCgroup)) {
      add(new InitOp.Unshare(NamespaceType.CGROUP.cloneFlag()));
    }
  }

  private static boolean isNewCgroup(LinuxNamespace namespace) {
    return namespace.type() == NamespaceType.CGROUP && namespace.path() == null;
  }

  /// A root of its own beside what a joined mount namespace has: whoever lives in that one does not
  /// see it.
  private void copyJoinedMounts() {
    if (spec.joins(NamespaceType.MOUNT)) {
      add(new InitOp.Unshare(NamespaceType.MOUNT.cloneFlag()));
    }
  }

  /// Mounts are made private first, so that none of those that follow reaches the host; slaves
  /// where the container is to see what the host mounts later.
  private void mountRoot() {
    add(new InitOp.MountPropagation("/", Propagation.first(spec.linux().rootfsPropagation())));
    if (spec.hasUserNamespace()) {
      // Mounts that were made outside are locked in here, and cannot become a root: this one can.
      String directory = root.root().toString();
      add(new InitOp.BindMount("", directory, directory, 0, 1));
    } else {
      add(backends.filesystem(), root.mount());
    }
  }

  /// In the order of the spec; nodes go into /dev once it is mounted, the limiter's mounts need
  /// /sys. The files of /etc come last, unless something else is to be mounted in their place.
  private void mountInside(List<Mount> etc) {
    String directory = root.root().toString();
    for (Mount mount : volumes.mounts()) {
      add(MountFlags.operation(mount, directory));
      if (mount.destination().equals("/dev") && !mount.isBind()) {
        new DeviceSteps(directory, spec.hasUserNamespace())
            .list(spec.linux().devices())
            .forEach(this::add);
      } else if (mount.destination().equals("/sys")) {
        mountForLimiter(directory);
      }
    }
    for (Mount mount : etc) {
      if (!isMounted(mount.destination())) {
        add(MountFlags.operation(mount, directory));
      }
    }
  }

  private void mountForLimiter(String directory) {
    for (Mount mount : limits.mounts()) {
      if (!isMounted(mount.destination())) {
        add(backends.limiter(), List.of(MountFlags.operation(mount, directory)));
      }
    }
  }

  private boolean isMounted(String destination) {
    return spec.mounts().stream().anyMatch(mount -> mount.destination().equals(destination));
  }

  private void enterRoot() {
    add(backends.filesystem(), root.enter());
    spec.maskedPaths().forEach(path -> add(new InitOp.MaskPath(path)));
    if (spec.root().readonly()) {
      add(new InitOp.MountSetattr("/", MountFlags.MOUNT_ATTR_RDONLY, 0));
    }
    if (!spec.linux().rootfsPropagation().isEmpty()) {
      add(new InitOp.MountPropagation("/", Propagation.of(spec.linux().rootfsPropagation())));
    }
  }

  /// As late as can be: what stands before is done while the host side makes the interface and
  /// writes down that there is a container. Who hears from the program finds its state.
  private void connect() {
    add(new InitOp.Park());
    add(backends.network(), network.inside());
  }

  /// After the network, which may have sysctls to set.
  private void protectKernel() {
    spec.linux()
        .sysctl()
        .forEach((name, value) -> add(new InitOp.WriteFile(Sysctls.file(name), value)));
    spec.readonlyPaths().forEach(path -> add(new InitOp.ReadonlyPath(path)));
  }

  /// Only in a UTS namespace of its own: the names of another's are those of all who share it, the
  /// host among them.
  private void identify() {
    if (spec.namespace(NamespaceType.UTS).isEmpty() || spec.joins(NamespaceType.UTS)) {
      return;
    }
    add(new InitOp.Sethostname(spec.hostname()));
    if (!spec.domainname().isEmpty()) {
      add(new InitOp.Setdomainname(spec.domainname()));
    }
  }

  private void add(InitOp op) {
    steps.add(op);
  }

  private void add(Backend backend, List<InitOp> ops) {
    steps.add(backends.label(backend), ops);
  }
}
