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
import io.jcr.spi.RootFilesystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts what the backends have prepared, and the container's surroundings in the spec, into the
/// order that the kernel requires: namespaces, cgroups, root, mounts, network. This is the table of
/// contents of a container; jcr-init only follows it. [ProcessSteps] is what its process does next.
final class RoomSteps {
  private final ContainerSpec spec;
  private final Backends backends;
  private final Limits limits;
  private final RootFilesystem root;
  private final Connection connection;
  private final Volumes volumes;
  private final Joined joined;
  private Steps steps = new Steps();

  RoomSteps(
      ContainerSpec spec,
      Backends backends,
      Limits limits,
      RootFilesystem root,
      Connection connection,
      Volumes volumes,
      Joined joined) {
    this.spec = spec;
    this.backends = backends;
    this.limits = limits;
    this.root = root;
    this.connection = connection;
    this.volumes = volumes;
    this.joined = joined;
  }

  /// The whole launch: the surroundings, then the first process.
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
      meet();
      enterRoot();
    } else {
      meet();
      chrootJoined();
    }
    connect();
    if (ownRoot) {
      protectKernel();
    }
    identify();
    List<Step> inside = new ArrayList<>(steps.list());
    inside.addAll(new ProcessSteps(spec.process(), spec.linux(), ownRoot).list());
    return new LaunchPlan(enter, inside, limits.notes(), trace, spec.process().terminal());
  }

  /// The namespace backend does not create the cgroup namespace. Its root is the process's cgroup
  /// at the time of creation, so the process has to join its cgroups first.
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

  /// Possible only while a new time namespace has no processes, see time_namespaces(7).
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

  /// Only the host's root may write to cgroups, mount file systems with trusted attributes, and map
  /// the ids of mounts. So the process that enters a user namespace does all that first, in a new
  /// mount namespace, while it is still the host's root. The container's mount namespace is a copy
  /// of that one.
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

  /// Whether the new process cannot reach the host's cgroups: it lacks the permission or a path, or
  /// it is in a joined cgroup namespace, which no process can leave (ENOENT where cgroup v2 is
  /// mounted nsdelegate, see cgroups(7)). Then the process that creates it joins them first, and it
  /// inherits them.
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

  /// A new root in a copy of a joined mount namespace; processes in the original do not see it.
  private void copyJoinedMounts() {
    if (spec.joins(NamespaceType.MOUNT)) {
      add(new InitOp.Unshare(NamespaceType.MOUNT.cloneFlag()));
    }
  }

  /// Makes all mounts private first, so that none of the following reaches the host; or slaves, if
  /// the container is to see later mounts of the host.
  private void mountRoot() {
    add(new InitOp.MountPropagation("/", Propagation.first(spec.linux().rootfsPropagation())));
    if (spec.hasUserNamespace()) {
      // Mounts made outside are locked here and cannot become a root; this new one can.
      String directory = root.root().toString();
      add(new InitOp.BindMount("", directory, directory, 0, 1));
    } else {
      add(backends.filesystem(), root.mount());
    }
  }

  /// In the order of the spec. Nodes go into /dev once it is mounted; the limiter's mounts need
  /// /sys. The files of /etc come last, unless something else is mounted over them.
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

  private void chrootJoined() {
    if (!joined.root().equals("/")) {
      add(new InitOp.Chroot(joined.root()));
    }
  }

  /// Hooks find the mounts made, but the host's root still there, as the OCI runtime spec wants it.
  private void meet() {
    if (HostHooks.precede(spec.hooks())) {
      add(new InitOp.Meet());
    }
  }

  /// As late as possible: the steps before it run while the JVM creates the interface and writes
  /// the container's state. So the state exists before anyone can hear from the program.
  private void connect() {
    add(new InitOp.Park());
    for (Connection.Part part : connection.parts()) {
      steps.add(part.label(), part.plan().inside());
    }
  }

  /// After the network, which may have to set sysctls.
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
