package io.jcr.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that makes one container: the OCI runtime spec's `config.json` as a record, complete
/// and final, and which backends do the work. Backends decide on namespaces and ids; nothing else
/// is added to it later.
///
/// @param id unique among the containers under one state root: `[a-zA-Z0-9][a-zA-Z0-9_.-]*`, at
///   most 64 characters
/// @param hostname the UTS namespace's host name, see [#requireHostname]
/// @param domainname the UTS namespace's NIS domain name; empty: as it is
/// @param root the root file system
/// @param process what runs in it
/// @param mounts all that is mounted over the root, in order, `/proc` and `/dev` included
/// @param hooks programs that are run at moments of its life
/// @param linux what it gets from the kernel
/// @param annotations other facts by name, for people and tools
/// @param backends the choice for each SPI, the key being the SPI's option (`ns`, `fs`, `net`,
///   `limiter`)
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
  /// The annotation with the ports that are published, as [PublishedPort#join] writes them.
  public static final String PORTS = "io.jcr.ports";

  private static final int MAX_NAME = 64;

  /// What the older constructors make of `seccomp`: a filter that lets everything pass.
  private static final LinuxSeccomp SOME_FILTER =
      new LinuxSeccomp(LinuxSeccomp.Action.ALLOW, 0, List.of(), List.of(), List.of());

  public ContainerSpec {
    requireId(id);
    requireHostname(hostname);
    mounts = List.copyOf(mounts);
    annotations = Map.copyOf(annotations);
    backends = Map.copyOf(backends);
  }

  /// A spec without what came later. For tests of plugins.
  ///
  /// @param seccomp whether there is a filter of system calls: one that lets everything pass
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
  /// @throws UsageException when `id` is none
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
  /// @throws UsageException when `hostname` is none
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

  /// The host name of a container that was given none: its name, without the characters that a host
  /// name cannot have.
  public static String defaultHostname(String id) {
    String name = id.replace('_', '-');
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == '-')) {
      end--;
    }
    return name.substring(0, end);
  }

  /// The same with other namespaces: used when a backend has said whose it wants.
  public ContainerSpec withNamespaces(List<LinuxNamespace> others) {
    return withLinux(linux.withNamespaces(others));
  }

  /// The same with other ids of its user namespace.
  public ContainerSpec withIdMappings(List<IdMapping> others) {
    return withLinux(linux.withIdMappings(others));
  }

  /// The same with something else from the kernel.
  public ContainerSpec withLinux(Linux other) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, hooks, other, annotations, backends);
  }

  /// The same with another process.
  public ContainerSpec withProcess(ContainerProcess other) {
    return new ContainerSpec(
        id, hostname, domainname, root, other, mounts, hooks, linux, annotations, backends);
  }

  /// The same with other mounts.
  public ContainerSpec withMounts(List<Mount> others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, others, hooks, linux, annotations, backends);
  }

  /// The same with another root file system.
  public ContainerSpec withRoot(Root other) {
    return new ContainerSpec(
        id, hostname, domainname, other, process, mounts, hooks, linux, annotations, backends);
  }

  /// The same with another choice for an SPI: what a backend that wraps another gives to that one,
  /// so that it finds its own options.
  ///
  /// @param option the SPI's option, such as `ns`
  public ContainerSpec withBackend(String option, BackendChoice choice) {
    Map<String, BackendChoice> others = new HashMap<>(backends);
    others.put(option, choice);
    return withBackends(others);
  }

  /// The same with other annotations.
  public ContainerSpec withAnnotations(Map<String, String> others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, hooks, linux, others, backends);
  }

  /// The same with other choices for the SPIs.
  public ContainerSpec withBackends(Map<String, BackendChoice> others) {
    return new ContainerSpec(
        id, hostname, domainname, root, process, mounts, hooks, linux, annotations, others);
  }

  /// The namespaces it gets; the kinds that are not listed are the host's.
  public List<LinuxNamespace> namespaces() {
    return linux.namespaces();
  }

  /// Its limits.
  public LinuxResources resources() {
    return linux.resources();
  }

  /// What it cannot read.
  public List<String> maskedPaths() {
    return linux.maskedPaths();
  }

  /// What it cannot write.
  public List<String> readonlyPaths() {
    return linux.readonlyPaths();
  }

  /// Whether its system calls are filtered.
  public boolean seccomp() {
    return linux.seccomp() != null;
  }

  /// The ids of its user namespace; empty when it has none of its own.
  public List<IdMapping> idMappings() {
    return linux.idMappings();
  }

  /// The namespace of the kind `type`, when it is not the host's.
  public Optional<LinuxNamespace> namespace(NamespaceType type) {
    return namespaces().stream().filter(namespace -> namespace.type() == type).findFirst();
  }

  /// Whether it is put into an existing namespace of the kind `type`.
  public boolean joins(NamespaceType type) {
    return namespace(type).filter(namespace -> namespace.path() != null).isPresent();
  }

  /// Whether it was said which root file system it gets, or how.
  public boolean choosesRoot() {
    return root.given() || backends.containsKey("fs");
  }

  /// Whether its files are those of a mount namespace that it joins, as they are. When it
  /// [#choosesRoot], that root is mounted in a private copy of the namespace instead.
  public boolean seesJoinedRoot() {
    return joins(NamespaceType.MOUNT) && !choosesRoot();
  }

  /// Whether it lives in a user namespace other than the host's.
  public boolean hasUserNamespace() {
    return namespace(NamespaceType.USER).isPresent();
  }

  /// What the container's id `id` is on the host.
  ///
  /// @throws IllegalArgumentException when its user namespace does not have it
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

  /// The ports of the host that shall lead into it.
  public List<PublishedPort> ports() {
    String text = annotations.get(PORTS);
    return text == null ? List.of() : PublishedPort.parseAll(text);
  }

  /// The options given to the backend of the SPI with this `option` name; empty when that was
  /// chosen by default.
  public Map<String, String> options(String option) {
    BackendChoice choice = backends.get(option);
    return choice == null ? Map.of() : choice.options();
  }
}
