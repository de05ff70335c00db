package io.jcr.api;

import java.util.List;
import java.util.Map;

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
    backends = Map.copyOf(backends);
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

  /// The same with other namespaces: used once, when the network backend has said whose network
  /// namespace it wants.
  public ContainerSpec withNamespaces(List<LinuxNamespace> others) {
    return new ContainerSpec(
        id,
        hostname,
        root,
        process,
        mounts,
        others,
        resources,
        maskedPaths,
        readonlyPaths,
        seccomp,
        backends);
  }

  /// The options given to the backend of the SPI with this `option` name; empty when that was
  /// chosen by default.
  public Map<String, String> options(String option) {
    BackendChoice choice = backends.get(option);
    return choice == null ? Map.of() : choice.options();
  }
}
