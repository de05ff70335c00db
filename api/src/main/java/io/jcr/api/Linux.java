package io.jcr.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `linux` of the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md): the
/// Linux-specific part of a container. Complete: nothing is added to it later.
///
/// @param namespaces its namespaces; for kinds that are not listed it is in the host's
/// @param idMappings `uidMappings` and `gidMappings`, which jcr keeps identical; empty unless it
///   gets a new user namespace
/// @param devices the device nodes of its `/dev`
/// @param cgroupsPath the path of its cgroups below each hierarchy's root; empty to leave it to the
///   limiter
/// @param resources its limits
/// @param rootfsPropagation `private`, `slave`, `shared` or `unbindable`, each with or without a
///   leading `r`; empty for `rprivate`
/// @param seccomp the system calls it may make; null for all
/// @param sysctl kernel parameters of its own namespaces, by their dotted names
/// @param maskedPaths paths it cannot read
/// @param readonlyPaths paths it cannot write
/// @param timeOffsets how far the clocks of its time namespace are ahead of the host's, by clock
///   (`monotonic` or `boottime`)
/// @param personality the execution domain, `LINUX` or `LINUX32`; null for the caller's
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
  /// No namespaces, limits or restrictions of its own.
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

  /// A copy with other namespaces.
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

  /// A copy with other id mappings of its user namespace.
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

  /// A copy with another system call filter.
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

  /// A copy with other limits.
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
