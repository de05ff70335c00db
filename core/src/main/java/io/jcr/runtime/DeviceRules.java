package io.jcr.runtime;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxDevice;
import io.jcr.api.LinuxDeviceCgroup;
import io.jcr.api.UsageException;
import java.util.List;
import java.util.Set;

/// `linux.resources.devices`: which devices a container may use. jcr has no device controller (ADR
/// 6). What it has instead: no node outside `/dev` can be opened, and without CAP_MKNOD none can be
/// created. So rules hold by themselves if they allow the nodes of `linux.devices`; rules that do
/// not, and rules together with CAP_MKNOD, are rejected.
final class DeviceRules {
  private static final String LIST = "config.json: linux.resources.devices";

  /// The nodes that the OCI runtime spec gives to every container, whatever the rules are.
  private static final Set<List<Long>> ALWAYS =
      Set.of(
          List.of(1L, 3L),
          List.of(1L, 5L),
          List.of(1L, 7L),
          List.of(1L, 8L),
          List.of(1L, 9L),
          List.of(5L, 0L),
          List.of(5L, 1L),
          List.of(5L, 2L));

  private DeviceRules() {}

  /// Checks that `spec` is confined as its rules say.
  ///
  /// @throws UsageException when it would not be
  static void check(ContainerSpec spec) {
    List<LinuxDeviceCgroup> rules = spec.resources().devices();
    if (rules.isEmpty()) {
      return;
    }
    for (LinuxDevice device : spec.linux().devices()) {
      check(device, rules);
    }
    boolean creates = spec.process().capabilitySets().bounding().contains(Capability.CAP_MKNOD);
    if (creates && rules.stream().anyMatch(rule -> !rule.allow())) {
      throw new UsageException(
          LIST
              + " denies devices, but the process has CAP_MKNOD: jcr has no device controller that"
              + " keeps it from others (remove the capability or the rules)");
    }
  }

  private static void check(LinuxDevice device, List<LinuxDeviceCgroup> rules) {
    boolean standard = ALWAYS.contains(List.of(device.major(), device.minor()));
    if (device.type() == LinuxDevice.Type.FIFO
        || (device.type() == LinuxDevice.Type.CHAR && standard)) {
      return;
    }
    for (char letter : new char[] {'r', 'w'}) {
      if (!allows(rules, device, letter)) {
        throw new UsageException(
            LIST
                + " denies "
                + (letter == 'r' ? "reading " : "writing ")
                + device.path()
                + " ("
                + device.type().letter()
                + " "
                + device.major()
                + ":"
                + device.minor()
                + "): jcr has no device controller (allow rw, or remove it from linux.devices)");
      }
    }
  }

  /// What no rule covers is allowed.
  private static boolean allows(List<LinuxDeviceCgroup> rules, LinuxDevice device, char letter) {
    boolean allowed = true;
    for (LinuxDeviceCgroup rule : rules) {
      if (rule.covers(device, letter)) {
        allowed = rule.allow();
      }
    }
    return allowed;
  }
}
