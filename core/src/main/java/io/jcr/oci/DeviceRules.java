package io.jcr.oci;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxDevice;
import io.jcr.api.UsageException;
import java.util.List;
import java.util.Set;

/// `linux.resources.devices`: which devices a container may use. jcr has no device controller (ADR
/// 6). What it has instead: no node outside `/dev` can be opened, and without CAP_MKNOD none can be
/// created. So rules hold by themselves if they allow the nodes of `linux.devices`; rules that do
/// not, and rules together with CAP_MKNOD, are rejected.
///
/// @param rules in the order in which they apply
record DeviceRules(List<Rule> rules) {
  private static final String LIST = "linux.resources.devices";
  private static final long ANY = -1;

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

  /// One rule.
  ///
  /// @param type `a` for all devices, `c` or `b`
  /// @param major a number, or [#ANY]
  /// @param minor a number, or [#ANY]
  /// @param access letters of `rwm`
  private record Rule(boolean allow, String type, long major, long minor, String access) {
    boolean covers(String kind, long itsMajor, long itsMinor, char letter) {
      return (type.equals("a") || type.equals(kind))
          && (major == ANY || major == itsMajor)
          && (minor == ANY || minor == itsMinor)
          && access.indexOf(letter) >= 0;
    }
  }

  static DeviceRules read(JsonObject resources) {
    return new DeviceRules(resources.objects("devices").stream().map(DeviceRules::rule).toList());
  }

  private static Rule rule(JsonObject rule) {
    String type = rule.string("type").filter(text -> !text.isEmpty()).orElse("a");
    String access = rule.string("access").filter(text -> !text.isEmpty()).orElse("rwm");
    if (!Set.of("a", "c", "b").contains(type)) {
      throw new UsageException(rule.inside("type") + ": '" + type + "' is not a, c or b");
    }
    if (!access.chars().allMatch(letter -> "rwm".indexOf(letter) >= 0)) {
      throw new UsageException(rule.inside("access") + ": '" + access + "' is not letters of rwm");
    }
    return new Rule(
        rule.flag("allow"), type, rule.numberOr("major", ANY), rule.numberOr("minor", ANY), access);
  }

  /// Checks that `spec` is confined as the rules say.
  ///
  /// @throws UsageException when it would not be
  void check(ContainerSpec spec) {
    if (rules.isEmpty()) {
      return;
    }
    for (LinuxDevice device : spec.linux().devices()) {
      check(device);
    }
    boolean creates = spec.process().capabilitySets().bounding().contains(Capability.CAP_MKNOD);
    if (creates && rules.stream().anyMatch(rule -> !rule.allow())) {
      throw new UsageException(
          LIST
              + " denies devices, but the process has CAP_MKNOD: jcr has no device controller that"
              + " keeps it from others (remove the capability or the rules)");
    }
  }

  private void check(LinuxDevice device) {
    boolean standard = ALWAYS.contains(List.of(device.major(), device.minor()));
    if (device.type() == LinuxDevice.Type.FIFO
        || (device.type() == LinuxDevice.Type.CHAR && standard)) {
      return;
    }
    for (char letter : new char[] {'r', 'w'}) {
      if (!allows(device, letter)) {
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

  /// The last rule that covers it counts; what no rule covers is allowed.
  private boolean allows(LinuxDevice device, char letter) {
    boolean allowed = true;
    for (Rule rule : rules) {
      if (rule.covers(device.type().letter(), device.major(), device.minor(), letter)) {
        allowed = rule.allow();
      }
    }
    return allowed;
  }
}
