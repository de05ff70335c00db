package io.jcr.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that was asked of one container, after defaults were filled in and before any backend
/// has worked on it: the OCI runtime spec's `config.json` as a record, and which backends do the
/// work.
///
/// @param id unique among the containers under one state root: `[a-zA-Z0-9][a-zA-Z0-9_.-]*`, at
///   most 64 characters
/// @param hostname the UTS namespace's host name, see [#requireHostname]
/// @param root the root file system
/// @param process what runs in it
/// @param mounts what is mounted over the root, in order
/// @param namespaces the namespaces it gets; the kinds not listed are the host's
/// @param resources its limits
/// @param maskedPaths paths that the container cannot read
/// @param readonlyPaths paths that the container cannot write
/// @param seccomp whether the default seccomp filter is installed
/// @param idMappings the ids of its user namespace; empty when it has none of its own
/// @param backends the choice for each SPI, the key being the SPI's option (`ns`, `fs`, `net`,
///   `limiter`)
public record ContainerSpec(
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
  private static final String ID = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}";
  private static final String HOSTNAME = "[a-zA-Z0-9]([a-zA-Z0-9.-]{0,62}[a-zA-Z0-9])?";

  public ContainerSpec {
    requireId(id);
    requireHostname(hostname);
    mounts = List.copyOf(mounts);
    namespaces = List.copyOf(namespaces);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
    idMappings = List.copyOf(idMappings);
    backends = Map.copyOf(backends);
  }

  /// A spec without a user namespace of its own.
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
    if (!id.matches(ID)) {
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
    if (!hostname.matches(HOSTNAME)) {
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
    return id.replace('_', '-').replaceAll("[.-]+$", "");
  }

  /// The same with other namespaces: used when a backend has said whose it wants.
  public ContainerSpec withNamespaces(List<LinuxNamespace> others) {
    return with(others, idMappings, backends);
  }

  /// The same with another choice for an SPI: what a backend that wraps another gives to that one,
  /// so that it finds its own options.
  ///
  /// @param option the SPI's option, such as `ns`
  public ContainerSpec withBackend(String option, BackendChoice choice) {
    Map<String, BackendChoice> others = new HashMap<>(backends);
    others.put(option, choice);
    return with(namespaces, idMappings, others);
  }

  /// The same with other ids of its user namespace.
  public ContainerSpec withIdMappings(List<IdMapping> others) {
    return with(namespaces, others, backends);
  }

  private ContainerSpec with(
      List<LinuxNamespace> namespaces,
      List<IdMapping> idMappings,
      Map<String, BackendChoice> backends) {
    return new ContainerSpec(
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
        idMappings,
        backends);
  }

  /// The namespace of the kind `type`, when it is not the host's.
  public Optional<LinuxNamespace> namespace(NamespaceType type) {
    return namespaces.stream().filter(namespace -> namespace.type() == type).findFirst();
  }

  /// Whether it is put into an existing namespace of the kind `type`.
  public boolean joins(NamespaceType type) {
    return namespace(type).filter(namespace -> namespace.path() != null).isPresent();
  }

  /// Whether it lives in a user namespace other than the host's.
  public boolean hasUserNamespace() {
    return namespace(NamespaceType.USER).isPresent();
  }

  /// What the container's id `id` is on the host.
  ///
  /// @throws IllegalArgumentException when its user namespace does not have it
  public long hostId(long id) {
    if (idMappings.isEmpty()) {
      return id;
    }
    return idMappings.stream()
        .filter(mapping -> mapping.maps(id))
        .mapToLong(mapping -> mapping.hostId() + id - mapping.containerId())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("id " + id + " is not mapped"));
  }

  /// The options given to the backend of the SPI with this `option` name; empty when that was
  /// chosen by default.
  public Map<String, String> options(String option) {
    BackendChoice choice = backends.get(option);
    return choice == null ? Map.of() : choice.options();
  }
}
