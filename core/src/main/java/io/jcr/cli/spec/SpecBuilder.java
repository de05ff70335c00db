package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Hooks;
import io.jcr.api.Linux;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.OwnLimits;
import io.jcr.api.PublishedPort;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.rootfs.Accounts;
import io.jcr.rootfs.RootfsArchive;
import io.jcr.runtime.NameResolution;
import io.jcr.runtime.OciDefaults;
import io.jcr.runtime.SharedNamespaces;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import io.jcr.state.ContainerRecords;
import io.jcr.state.Identity;
import io.jcr.state.StateRoot;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns [RunOptions] into a [ContainerSpec]: defaults filled in, names resolved, everything
/// checked.
public final class SpecBuilder {
  private static final List<NamespaceType> NEW_NAMESPACES =
      List.of(
          NamespaceType.MOUNT,
          NamespaceType.PID,
          NamespaceType.UTS,
          NamespaceType.IPC,
          NamespaceType.CGROUP);

  /// What makes the bundled shell read its start-up file, and so show a prompt with the host name.
  private static final String PROMPT = "ENV=/etc/shrc";

  /// The network of a container with published ports, unless another is asked for.
  private static final BackendChoice PUBLISHING = BackendChoice.parse("--net", "veth");

  private final RunOptions options;
  private final Accounts accounts;
  private final RootfsArchive archives;
  private final StateRoot stateRoot;
  private final Path defaultRootfs;
  private final Session session;
  private final boolean callerHasTerminal;
  private boolean unpack = true;
  private Map<String, String> annotations = Map.of();
  private @Nullable LimitCheck limitCheck;
  private final Set<Capability> grantable = EnumSet.allOf(Capability.class);

  public SpecBuilder(
      RunOptions options,
      Accounts accounts,
      RootfsArchive archives,
      StateRoot stateRoot,
      Path defaultRootfs,
      Session session,
      boolean callerHasTerminal) {
    this.options = options;
    this.accounts = accounts;
    this.archives = archives;
    this.stateRoot = stateRoot;
    this.defaultRootfs = defaultRootfs;
    this.session = session;
    this.callerHasTerminal = callerHasTerminal;
  }

  /// For a run: `--cap-add=ALL` means those that jcr itself has.
  public SpecBuilder grantingAtMost(HostFacts facts) {
    grantable.removeIf(capability -> !facts.hasCapability(capability));
    return this;
  }

  /// With these annotations.
  public SpecBuilder annotated(Map<String, String> others) {
    annotations = others;
    return this;
  }

  /// With someone who knows which limits the limiter has, and is asked before anything is done.
  public SpecBuilder checking(LimitCheck limits) {
    limitCheck = limits;
    return this;
  }

  /// For a plan: an archive stays packed, and the plan names the directory that it would be
  /// unpacked to.
  public SpecBuilder withoutUnpacking() {
    unpack = false;
    return this;
  }

  /// The spec, all of the command line checked.
  ///
  /// @throws UsageException for the first thing that is wrong
  public ContainerSpec build() {
    Identity identity = identity();
    Map<String, BackendChoice> backends = backends();
    LimitOption.Read limits = options.docker.limits(options.limits);
    checkLimiter(backends.get(SpiTable.LIMITER.option()), limits.own());
    Privileges privileges = new Privileges(options, backends.get("ns"), grantable);
    options.namespaces.check(options.hostname, options.kernel.shmSize(), backends.get("ns"));
    ContainerRecords records = new ContainerRecords(stateRoot, new LinuxHostFacts());
    SharedNamespaces shared = options.namespaces.parse(records);
    Path rootfs =
        new RootfsOption(options.rootfs, defaultRootfs, session)
            .resolve(backends.get("fs"), archives, stateRoot.archives(), unpack);
    String hostname =
        options.hostname == null
            ? options.namespaces.hostname(ContainerSpec.defaultHostname(identity.name()), records)
            : options.hostname;
    ContainerProcess process = process(rootfs, hostname, privileges, backends);
    List<PublishedPort> ports = PublishOption.parse(options.publish);
    return new ContainerSpec(
        identity.key(),
        hostname,
        "",
        new Root(rootfs, options.readOnly, options.rootfs != null),
        process,
        mounts(privileges, shared),
        Hooks.NONE,
        linux(
            identity,
            privileges,
            limits.resources(),
            NamespaceOptions.namespaces(NEW_NAMESPACES, shared, records)),
        annotations(identity, limits.own(), ports, options.names.parse(networks(backends)), shared),
        backends);
  }

  /// A limiter that was chosen may require a limit of its own.
  private void checkLimiter(@Nullable BackendChoice limiter, OwnLimits limits) {
    if (limitCheck != null && (limiter != null || !limits.isEmpty())) {
      limitCheck.check(limiter, limits);
    }
  }

  private static List<BackendChoice> networks(Map<String, BackendChoice> backends) {
    List<BackendChoice> networks = new ArrayList<>();
    for (int i = 0; backends.containsKey(ContainerSpec.networkOption(i)); i++) {
      networks.add(backends.get(ContainerSpec.networkOption(i)));
    }
    return networks;
  }

  private Identity identity() {
    String name = options.name == null ? freeName() : ContainerSpec.requireId(options.name);
    return Identity.create(name, stateRoot, new LinuxHostFacts());
  }

  /// A made-up name that is free now.
  private String freeName() {
    String name = MadeUpName.next();
    while (Files.exists(stateRoot.container(name), LinkOption.NOFOLLOW_LINKS)) {
      name = MadeUpName.next();
    }
    return name;
  }

  private Map<String, String> annotations(
      Identity identity,
      OwnLimits limits,
      List<PublishedPort> ports,
      NameResolution names,
      SharedNamespaces shared) {
    Map<String, String> all = new HashMap<>(annotations);
    all.putAll(limits.annotations());
    all.putAll(names.annotations());
    all.putAll(shared.annotations());
    all.putAll(identity.annotations());
    if (!ports.isEmpty()) {
      all.put(ContainerSpec.PORTS, PublishedPort.join(ports));
    }
    return all;
  }

  private Linux linux(
      Identity identity,
      Privileges privileges,
      LinuxResources resources,
      List<LinuxNamespace> namespaces) {
    return new Linux(
        namespaces,
        List.of(),
        privileges.devices(),
        CgroupParentOption.path(options.docker.cgroupParent, identity.id()),
        resources,
        "",
        privileges.seccomp(),
        options.kernel.sysctls(),
        privileges.maskedPaths(),
        privileges.readonlyPaths(),
        Map.of(),
        null);
  }

  /// What lies below another mount is mounted after it, whatever the order on the command line.
  private List<Mount> mounts(Privileges privileges, SharedNamespaces shared) {
    List<Mount> asked = new ArrayList<>();
    options.volumes.forEach(volume -> asked.add(VolumeOption.parse(volume, session.directory())));
    options.tmpfs.forEach(tmpfs -> asked.add(TmpfsOption.parse(tmpfs)));
    asked.addAll(options.docker.mounts(session.directory()));
    asked.sort(Comparator.comparingInt(SpecBuilder::depth));
    List<Mount> mounts =
        new ArrayList<>(NamespaceOptions.mounts(options.kernel.sized(privileges.mounts()), shared));
    mounts.addAll(asked);
    return mounts;
  }

  private static int depth(Mount mount) {
    return Path.of(mount.destination()).getNameCount();
  }

  private ContainerProcess process(
      Path rootfs, String hostname, Privileges privileges, Map<String, BackendChoice> backends) {
    boolean terminal = options.tty == null ? callerHasTerminal : options.tty;
    Path files = files(rootfs, backends);
    User user = options.user == null ? User.ROOT : accounts.resolve(files, options.user);
    String cwd = options.workdir == null ? "/" : options.workdir;
    if (!cwd.startsWith("/")) {
      throw new UsageException("--workdir=" + cwd + ": not an absolute path inside the container");
    }
    List<String> command = options.docker.command(options.command);
    return new ContainerProcess(
        terminal,
        user,
        command.isEmpty() ? List.of("/bin/sh") : command,
        environment(files, hostname, user, terminal),
        cwd,
        privileges.capabilities(),
        privileges.noNewPrivileges(),
        options.kernel.rlimits(),
        options.init);
  }

  /// The root that the process will see.
  private Path files(Path rootfs, Map<String, BackendChoice> backends) {
    return options.rootfs != null || backends.containsKey("fs")
        ? rootfs
        : JoinedRoot.of(backends.get("ns"), new ContainerRecords(stateRoot, new LinuxHostFacts()))
            .orElse(rootfs);
  }

  private List<String> environment(Path rootfs, String hostname, User user, boolean terminal) {
    String home = accounts.home(rootfs, user.uid()).orElse("/");
    List<List<String>> layers = new ArrayList<>();
    layers.add(OciDefaults.environment(hostname, terminal));
    layers.add(List.of("HOME=" + home, "container=jcr"));
    if (rootfs.equals(defaultRootfs)) {
      layers.add(List.of(PROMPT));
    }
    options.envFiles.forEach(file -> layers.add(EnvFile.read(file, session)));
    layers.add(
        options.env.stream()
            .map(variable -> EnvOption.parse(variable, session.callerEnvironment()))
            .flatMap(Optional::stream)
            .toList());
    return EnvOption.merge(layers);
  }

  private Map<String, BackendChoice> backends() {
    Map<String, BackendChoice> chosen = new HashMap<>();
    for (Spi<?> spi : options.spis()) {
      String text = options.backends.get(spi.option());
      if (text != null) {
        chosen.put(spi.option(), BackendChoice.parse("--" + spi.option(), text));
      }
    }
    List<String> networks = options.docker.networks(options.networks);
    for (int i = 0; i < networks.size(); i++) {
      chosen.put(ContainerSpec.networkOption(i), BackendChoice.parse("--net", networks.get(i)));
    }
    if (options.userns != null) {
      String option = SpiTable.NAMESPACE.option();
      chosen.put(option, UsernsOption.apply(options.userns, chosen.get(option)));
    }
    if (!options.publish.isEmpty()) {
      chosen.putIfAbsent(SpiTable.NETWORK.option(), PUBLISHING);
    }
    return chosen;
  }
}
