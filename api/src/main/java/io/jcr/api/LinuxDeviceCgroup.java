package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// One of the rules in `linux.resources.devices` of the OCI runtime spec: whether a container may
/// use certain devices. Rules apply in their order, and the last one that covers a device counts.
///
/// jcr has no device controller. It starts a container only if its rules hold without one, and
/// passes them on unchanged.
///
/// @param allow whether the rule allows, or denies
/// @param type `a` for all devices, `b` for block devices, `c` for character devices
/// @param major the major number; null for all
/// @param minor the minor number; null for all
/// @param access what is allowed or denied: letters of `rwm`, for reading, writing and mknod(2)
public record LinuxDeviceCgroup(
    boolean allow, String type, @Nullable Long major, @Nullable Long minor, String access) {
  /// @throws UsageException when `type` or `access` is not what the spec allows
  public LinuxDeviceCgroup {
    if (!type.equals("a") && !type.equals("b") && !type.equals("c")) {
      throw new UsageException("type: '" + type + "' is not a, b or c");
    }
    for (int i = 0; i < access.length(); i++) {
      if ("rwm".indexOf(access.charAt(i)) < 0) {
        throw new UsageException("access: '" + access + "' is not letters of rwm");
      }
    }
  }

  /// Whether the rule says something about `device`.
  ///
  /// @param letter one of `rwm`
  public boolean covers(LinuxDevice device, char letter) {
    return (type.equals("a") || type.equals(device.type().letter()))
        && (major == null || major == device.major())
        && (minor == null || minor == device.minor())
        && access.indexOf(letter) >= 0;
  }
}
