package io.jcr.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `linux` of the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md): what a
/// container gets from this kernel and no other. Complete: nothing is added to it later.
///
/// @param namespaces the namespaces it gets; the kinds that are not listed are the host's
/// @param idMappings `uidMappings` and `gidMappings`, which are the same here; empty when it has no
///   user namespace of its own
/// @param devices the nodes of its `/dev`
/// @param cgroupsPath where its cgroups are, below each hierarchy's root; empty: where the limiter
///   puts them
/// @param resources its limits
/// @param rootfsPropagation `private`, `slave`, `shared` or `unbindable`, each with or without a
///   leading `r`; empty for `rprivate`
/// @param seccomp which system calls it may make; null: all
/// @param sysctl kernel parameters of its own namespaces, by their names with dots
/// @param maskedPaths what it cannot read
/// @param readonlyPaths what it cannot write
/// @param timeOffsets by clock, `monotonic` or `boottime`: how far its time namespace is ahead of
///   the host's
/// @param personality the execution domain, `LINUX` or `LINUX32`; null: the caller's
public record Linux(
    List<LinuxNamespace> namespaces,
    List<IdMapping> idMappings,
    List<LinuxDevice> devices,
    String cgroupsPath,
    LinuxResources resources,
    String rootfsPropagation,
    @Nullable LinuxSeccomp seccomp,
    Map<String, String> sysctl,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    Map<String, LinuxTimeOffset> timeOffsets,
    @Nullable LinuxPersonality personality) {
  /// Nothing of its own.
  public static final Linux NOTHING =
      new Linux(
          List.of(),
          List.of(),
          List.of(),
          "",
          LinuxResources.UNLIMITED,
          "",
          null,
          Map.of(),
          List.of(),
          List.of(),
          Map.of(),
          null);

  public Linux {
    namespaces = List.copyOf(namespaces);
    idMappings = List.copyOf(idMappings);
    devices = List.copyOf(devices);
    sysctl = Map.copyOf(sysctl);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
    timeOffsets = Map.copyOf(timeOffsets);
  }

  /// The same with other namespaces.
  public Linux withNamespaces(List<LinuxNamespace> others) {
    return new Linux(
        others,
        idMappings,
        devices,
        cgroupsPath,
        resources,
        rootfsPropagation,
        seccomp,
        sysctl,
        maskedPaths,
        readonlyPaths,
        timeOffsets,
        personality);
  }

  /// The same with other ids of its user namespace.
  public Linux withIdMappings(List<IdMapping> others) {
    return new Linux(
        namespaces,
        others,
        devices,
        cgroupsPath,
        resources,
        rootfsPropagation,
        seccomp,
        sysctl,
        maskedPaths,
        readonlyPaths,
        timeOffsets,
        personality);
  }

  /// The same with other rules for system calls.
  public Linux withSeccomp(@Nullable LinuxSeccomp other) {
    return new Linux(
        namespaces,
        idMappings,
        devices,
        cgroupsPath,
        resources,
        rootfsPropagation,
        other,
        sysctl,
        maskedPaths,
        readonlyPaths,
        timeOffsets,
        personality);
  }

  /// The same with other limits.
  public Linux withResources(LinuxResources others) {
    return new Linux(
        namespaces,
        idMappings,
        devices,
        cgroupsPath,
        others,
        rootfsPropagation,
        seccomp,
        sysctl,
        maskedPaths,
        readonlyPaths,
        timeOffsets,
        personality);
  }
}
