package io.jcr.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything about one container: the `config.json` of the OCI runtime spec as a record, complete
/// and final, and the backends that do the work. Backends decide on namespaces and ids; nothing
/// else is added later.
///
/// @param id unique among the containers under one state root: `[a-zA-Z0-9][a-zA-Z0-9_.-]*`, at
///   most 64 characters
/// @param hostname the UTS namespace's host name, see [#requireHostname]
/// @param domainname the UTS namespace's NIS domain name; empty to leave it as it is
/// @param root the root file system
/// @param process the program to run in it
/// @param mounts everything mounted over the root, in order, including `/proc` and `/dev`
/// @param hooks programs that run at certain points of its life
/// @param linux the Linux-specific part
/// @param annotations other facts, by name, for people and tools
/// @param backends the chosen backend for each SPI, by the SPI's option (`ns`, `fs`, `net`,
///   `limiter`); see [#networks] for several networks
public record ContainerSpec(
    String id,
    String hostname,
    String domainname,
    Root root,
    ContainerProcess process,
    List<Mount> mounts,
    Hooks hooks,
    Linux linux,
    Map<String, String> annotations,
    Map<String, BackendChoice> backends) {
  /// The annotation with the published ports, as [PublishedPort#join] writes them.
  public static final String PORTS = "io.jcr.ports";

  private static final int MAX_NAME = 64;

  /// The filter of the older constructors when `seccomp` is true: it allows everything.
  private static final LinuxSeccomp SOME_FILTER =
      new LinuxSeccomp(LinuxSeccomp.Action.ALLOW, 0, List.of(), List.of(), List.of());

  public ContainerSpec {
    requireId(id);
    requireHostname(hostname);
    mounts = List.copyOf(mounts);
    annotations = Map.copyOf(annotations);
    backends = Map.copyOf(backends);
  }

  /// A spec without the components added later. For tests of plugins.
  ///
  /// @param seccomp whether there is a system call filter, which then allows everything
  public ContainerSpec(
      String id,
      String hostname,
      Root root,
      ContainerProcess process,
      List<Mount> mounts,
      List<LinuxNamespace> namespaces,
      LinuxResources resources,
      List<String> maskedPaths,
      List<String> readonlyPaths,
      boolean seccomp,
      List<IdMapping> idMappings,
      Map<String, BackendChoice> backends) {
    this(
        id,
        hostname,
        "",
        root,
        process,
        mounts,
        Hooks.NONE,
        new Linux(
            namespaces,
            idMappings,
            List.of(),
            "",
            resources,
            "",
            seccomp ? SOME_FILTER : null,
            Map.of(),
            maskedPaths,
            readonlyPaths,
            Map.of(),
            null),
        Map.of(),
        backends);
  }

  /// The same without a user namespace of its own.
  public ContainerSpec(
      String id,
      String hostname,
      Root root,
      ContainerProcess process,
      List<Mount> mounts,
      List<LinuxNamespace> namespaces,
      LinuxResources resources,
      List<String> maskedPaths,
      List<String> readonlyPaths,
      boolean seccomp,
      Map<String, BackendChoice> backends) {
    this(
        id,
        hostname,
        root,
        process,
        mounts,
        namespaces,
        resources,
        maskedPaths,
        readonlyPaths,
        seccomp,
        List.of(),
        backends);
  }

  /// Checks a container's name.
  ///
  /// @throws UsageException when `id` is not a valid name
  public static String requireId(String id) {
    if (!Ascii.isWord(id, "_.-", MAX_NAME)) {
      throw new UsageException(
          "container name '"
              + id
              + "': allowed are letters, digits, '_', '.', '-', first a letter or digit, at most 64");
    }
    return id;
  }

  /// Checks a host name: letters, digits, `-` and `.`, at most 64 characters (HOST_NAME_MAX).
  ///
  /// @throws UsageException when `hostname` is not a valid host name
  public static String requireHostname(String hostname) {
    if (!Ascii.isWord(hostname, ".-", MAX_NAME)
        || !Ascii.isAlphanumeric(hostname.charAt(hostname.length() - 1))) {
      throw new UsageException(
          "host name '"
              + hostname
              + "': allowed are letters, digits, '-', '.', at most 64 characters");
    }
    return hostname;
  }

  /// The default host name of a container: its name, without the characters that are invalid in a
  /// host name.
  public static String defaultHostname(String id) {
    String name = id.replace('_', '-');
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == '-')) {
      end--;
    }
    return name.substring(0, end);
  }

  /// A copy with other namespaces, for when a backend has decided on them.
  public ContainerSpec withNamespaces(List<LinuxNamespace> others) {
    return withLinux(linux.withNamespaces(others));
  }

  /// A copy with other id mappings of its user namespace.
  public ContainerSpec withIdMappings(List<IdMapping> others) {
    return withLinux(linux.withIdMappings(others));
  }

  /// A copy with another Linux-specific part.
  public ContainerSpec withLinux(Linux other) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, hooks, other, annotations, backends);
  }

  /// A copy with another process.
  public ContainerSpec withProcess(ContainerProcess other) {
    return new ContainerSpec(
        id, hostname, domainname, root, other, mounts, hooks, linux, annotations, backends);
  }

  /// A copy with other mounts.
  public ContainerSpec withMounts(List<Mount> others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, others, hooks, linux, annotations, backends);
  }

  /// A copy with other hooks.
  public ContainerSpec withHooks(Hooks others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, others, linux, annotations, backends);
  }

  /// A copy with another root file system.
  public ContainerSpec withRoot(Root other) {
    return new ContainerSpec(
        id, hostname, domainname, other, process, mounts, hooks, linux, annotations, backends);
  }

  /// A copy with another choice for one SPI. A backend that wraps another passes the copy on, so
  /// that the wrapped backend finds its own options.
  ///
  /// @param option the SPI's option, such as `ns`
  public ContainerSpec withBackend(String option, BackendChoice choice) {
    Map<String, BackendChoice> others = new HashMap<>(backends);
    others.put(option, choice);
    return withBackends(others);
  }

  /// A copy with other annotations.
  public ContainerSpec withAnnotations(Map<String, String> others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, hooks, linux, others, backends);
  }

  /// A copy with other choices for the SPIs.
  public ContainerSpec withBackends(Map<String, BackendChoice> others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, hooks, linux, annotations, others);
  }

  /// Its namespaces; for kinds that are not listed it is in the host's.
  public List<LinuxNamespace> namespaces() {
    return linux.namespaces();
  }

  /// Its limits.
  public LinuxResources resources() {
    return linux.resources();
  }

  /// Paths that it cannot read.
  public List<String> maskedPaths() {
    return linux.maskedPaths();
  }

  /// Paths that it cannot write.
  public List<String> readonlyPaths() {
    return linux.readonlyPaths();
  }

  /// Whether it has a system call filter.
  public boolean seccomp() {
    return linux.seccomp() != null;
  }

  /// The id mappings of its user namespace; empty unless it gets a new one.
  public List<IdMapping> idMappings() {
    return linux.idMappings();
  }

  /// The namespace of kind `type`, unless it is the host's.
  public Optional<LinuxNamespace> namespace(NamespaceType type) {
    return namespaces().stream().filter(namespace -> namespace.type() == type).findFirst();
  }

  /// Whether it joins an existing namespace of kind `type`.
  public boolean joins(NamespaceType type) {
    return namespace(type).filter(namespace -> namespace.path() != null).isPresent();
  }

  /// Whether the user chose its root file system, or the backend that mounts it.
  public boolean choosesRoot() {
    return root.given() || backends.containsKey("fs");
  }

  /// Whether it sees the files of a mount namespace that it joins, unchanged. If it [#choosesRoot],
  /// that root is mounted in a private copy of the namespace instead.
  public boolean seesJoinedRoot() {
    return joins(NamespaceType.MOUNT) && !choosesRoot();
  }

  /// Whether it is in a user namespace other than the host's.
  public boolean hasUserNamespace() {
    return namespace(NamespaceType.USER).isPresent();
  }

  /// The host's id for the container's id `id`.
  ///
  /// @throws IllegalArgumentException when its user namespace does not map `id`
  public long hostId(long id) {
    if (idMappings().isEmpty()) {
      return id;
    }
    return idMappings().stream()
        .filter(mapping -> mapping.maps(id))
        .mapToLong(mapping -> mapping.hostId() + id - mapping.containerId())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("id " + id + " is not mapped"));
  }

  /// The host's ports that are published to it.
  public List<PublishedPort> ports() {
    String text = annotations.get(PORTS);
    return text == null ? List.of() : PublishedPort.parseAll(text);
  }

  /// The options of the backend for the SPI with this `option`; empty if it was chosen by default.
  public Map<String, String> options(String option) {
    BackendChoice choice = backends.get(option);
    return choice == null ? Map.of() : choice.options();
  }

  /// The networks that were chosen, in their order; empty if none was. The first is that of the
  /// option `net`, the others are those of `net.2`, `net.3` and so on.
  public List<BackendChoice> networks() {
    List<BackendChoice> networks = new ArrayList<>();
    BackendChoice network = backends.get(networkOption(0));
    while (network != null) {
      networks.add(network);
      network = backends.get(networkOption(networks.size()));
    }
    return networks;
  }

  /// The option under which [#backends] has a network: `net`, `net.2`, `net.3`.
  ///
  /// @param index from 0
  public static String networkOption(int index) {
    return index == 0 ? "net" : "net.".concat(Integer.toString(index + 1));
  }
}
