package io.jcr.api;

import java.util.Set;

/// `process.capabilities` of the OCI runtime spec: the five sets of capabilities(7).
///
/// @param bounding what no execve(2) can ever grant more than
/// @param effective what is checked
/// @param inheritable what a file's inheritable set may grant
/// @param permitted what may be made effective
/// @param ambient what programs without file capabilities keep
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

  /// What docker makes of a choice of capabilities: root holds them, another user may only gain
  /// them by a program's file capabilities.
  ///
  /// @param capabilities the choice
  /// @param uid who the process is
  public static LinuxCapabilities forUser(Set<Capability> capabilities, long uid) {
    Set<Capability> held = uid == 0 ? capabilities : Set.of();
    return new LinuxCapabilities(capabilities, held, Set.of(), held, Set.of());
  }
}
