package io.jcr.runtime;

import static java.util.stream.Collectors.joining;

import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.init.LaunchPlan;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.linux.seccomp.Architecture;
import io.jcr.linux.seccomp.DefaultSeccomp;
import io.jcr.spi.Backend;
import io.jcr.spi.Limits;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.RootFilesystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Puts what the backends have prepared, and what every container gets, into the order that the
/// kernel wants. This is the table of contents of a container; jcr-init only follows it.
final class LaunchPlanner {
  private static final String JCR = "jcr";

  private final ContainerSpec spec;
  private final Backends backends;
  private final Limits limits;
  private final RootFilesystem root;
  private final NetworkPlan network;
  private final Volumes volumes;
  private final List<Step> steps = new ArrayList<>();

  LaunchPlanner(
      ContainerSpec spec,
      Backends backends,
      Limits limits,
      RootFilesystem root,
      NetworkPlan network,
      Volumes volumes) {
    this.spec = spec;
    this.backends = backends;
    this.limits = limits;
    this.root = root;
    this.network = network;
    this.volumes = volumes;
  }

  LaunchPlan plan(List<Mount> etc, boolean trace) {
    List<Step> enter = enterNamespaces();
    if (!losesCgroups()) {
      joinCgroups();
    }
    makeCgroupNamespace();
    if (!spec.joins(NamespaceType.MOUNT)) {
      mountRoot();
      mountInside(etc);
      enterRoot();
    }
    connect();
    if (!spec.joins(NamespaceType.MOUNT)) {
      protectKernel();
    }
    identify();
    startSession();
    dropPrivileges();
    execute();
    return new LaunchPlan(
        enter, List.copyOf(steps), limits.notes(), true, trace, spec.process().terminal());
  }

  /// A new cgroup namespace is not among what the namespace backend makes: its root is the cgroup
  /// that the process is in when it is made, so the process joins its cgroups first.
  private List<Step> enterNamespaces() {
    if (losesCgroups()) {
      joinCgroups();
    }
    if (spec.hasUserNamespace()) {
      mountForUserNamespace();
    }
    List<LinuxNamespace> wanted =
        spec.namespaces().stream()
            .filter(namespace -> !isNewCgroup(namespace))
            .map(LaunchPlanner::preparedUser)
            .toList();
    String cloneInto = losesCgroups() ? "" : limits.cloneInto();
    add(backends.namespace(), backends.namespace().enter(spec.withNamespaces(wanted), cloneInto));
    List<Step> enter = List.copyOf(steps);
    steps.clear();
    return enter;
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
    if (spec.namespaces().stream().anyMatch(LaunchPlanner::isNewCgroup)) {
      add(new InitOp.Unshare(NamespaceType.CGROUP.cloneFlag()));
    }
  }

  private static boolean isNewCgroup(LinuxNamespace namespace) {
    return namespace.type() == NamespaceType.CGROUP && namespace.path() == null;
  }

  /// Mounts are made private first, so that none of those that follow reaches the host.
  private void mountRoot() {
    add(new InitOp.MountPropagation("/", MountFlags.MS_REC | MountFlags.MS_PRIVATE));
    if (spec.hasUserNamespace()) {
      // Mounts that were made outside are locked in here, and cannot become a root: this one can.
      String directory = root.root().toString();
      add(new InitOp.BindMount("", directory, directory, 0, 1));
    } else {
      add(backends.filesystem(), root.mount());
    }
  }

  /// In the order of the spec; devices go into /dev once it is mounted, the limiter's mounts need
  /// /sys. What lies below another mount is mounted after it, whatever the order on the command
  /// line.
  private void mountInside(List<Mount> etc) {
    String directory = root.root().toString();
    List<Mount> defaults = OciDefaults.mounts();
    for (Mount mount : defaults) {
      add(MountFlags.operation(mount, directory));
      if (mount.destination().equals("/dev")) {
        OciDefaults.devices(directory, spec.hasUserNamespace()).forEach(this::add);
      }
    }
    for (Mount mount : limits.mounts()) {
      add(backends.limiter(), List.of(MountFlags.operation(mount, directory)));
    }
    Stream.concat(etc.stream(), volumes.mounts().stream())
        .sorted((a, b) -> Integer.compare(depth(a), depth(b)))
        .forEach(mount -> add(MountFlags.operation(mount, directory)));
  }

  private static int depth(Mount mount) {
    return Path.of(mount.destination()).getNameCount();
  }

  private void enterRoot() {
    add(backends.filesystem(), root.enter());
    spec.maskedPaths().forEach(path -> add(new InitOp.MaskPath(path)));
    if (spec.root().readonly()) {
      add(new InitOp.MountSetattr("/", MountFlags.MOUNT_ATTR_RDONLY, 0));
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
    spec.readonlyPaths().forEach(path -> add(new InitOp.ReadonlyPath(path)));
  }

  private void identify() {
    if (!spec.joins(NamespaceType.UTS)) {
      add(new InitOp.Sethostname(spec.hostname()));
    }
  }

  private void startSession() {
    add(new InitOp.Setsid());
    add(new InitOp.NewSessionKeyring());
    if (spec.process().terminal()) {
      User user = spec.process().user();
      add(new InitOp.Terminal(user.uid(), user.gid()));
    }
  }

  /// The bounding set needs CAP_SETPCAP and setgroups CAP_SETGID, so they come before capset;
  /// seccomp comes last because the filter may forbid any of the others; but without no_new_privs
  /// it needs CAP_SYS_ADMIN, and comes before the capabilities go.
  private void dropPrivileges() {
    ContainerProcess process = spec.process();
    for (Rlimit limit : process.rlimits()) {
      add(new InitOp.Setrlimit(limit.resource().number(), limit.soft(), limit.hard()));
    }
    add(new InitOp.Umask(0022));
    if (!process.noNewPrivileges()) {
      filterSystemCalls();
    }
    long bounding = Capability.mask(process.capabilities());
    add(new InitOp.CapBounding(bounding));
    User user = process.user();
    add(new InitOp.SetUser(user.uid(), user.gid(), user.additionalGids()));
    long effective = user.uid() == 0 ? bounding : 0;
    add(new InitOp.Capset(effective, effective, 0, 0));
    add(new InitOp.Chdir(process.cwd()));
    if (process.noNewPrivileges()) {
      add(new InitOp.NoNewPrivs());
      filterSystemCalls();
    }
  }

  private void filterSystemCalls() {
    if (spec.seccomp()) {
      ContainerProcess process = spec.process();
      add(
          new InitOp.Seccomp(
              DefaultSeccomp.filter(Architecture.current(), process.capabilities())));
    }
  }

  private void execute() {
    ContainerProcess process = spec.process();
    if (process.init()) {
      add(new InitOp.Init());
    }
    add(new InitOp.Execve(process.args().getFirst(), process.args(), process.env()));
  }

  private void add(InitOp op) {
    steps.add(new Step(JCR, op));
  }

  private void add(Backend backend, List<InitOp> ops) {
    ops.forEach(op -> steps.add(new Step(Backends.label(backend), op)));
  }
}
