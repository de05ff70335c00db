package io.jcr.api;

import java.util.Set;

/// `process.capabilities` of the OCI runtime spec: the five sets of capabilities(7).
///
/// @param bounding the upper limit of what execve(2) can grant
/// @param effective the capabilities that the kernel checks
/// @param inheritable what a file's inheritable set may grant
/// @param permitted what the process may make effective
/// @param ambient what execve(2) keeps for programs without file capabilities
public record LinuxCapabilities(
    Set<Capability> bounding,
    Set<Capability> effective,
    Set<Capability> inheritable,
    Set<Capability> permitted,
    Set<Capability> ambient) {
  public LinuxCapabilities {
    bounding = Set.copyOf(bounding);
    effective = Set.copyOf(effective);
    inheritable = Set.copyOf(inheritable);
    permitted = Set.copyOf(permitted);
    ambient = Set.copyOf(ambient);
  }

  /// The sets that docker makes from a choice of capabilities: root holds them; another user gains
  /// them only by running a program with file capabilities.
  ///
  /// @param capabilities the choice
  /// @param uid the user id of the process
  public static LinuxCapabilities forUser(Set<Capability> capabilities, long uid) {
    Set<Capability> held = uid == 0 ? capabilities : Set.of();
    return new LinuxCapabilities(capabilities, held, Set.of(), held, Set.of());
  }
}
