package io.jcr.cli.spec;

import io.jcr.api.LinuxDevice;
import io.jcr.api.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `--device HOST[:CONTAINER][:rwm]`: a device of the host, or all below a directory of /dev.
final class DeviceOption {
  private static final String DEV = "/dev/";

  private DeviceOption() {}

  /// The nodes that one `--device` asks for.
  ///
  /// @param sameOnly whether a node cannot be called otherwise than on the host
  /// @throws UsageException when the host has no such device, or the container cannot have it
  static List<LinuxDevice> parse(String option, boolean sameOnly) {
    String[] parts = option.split(":", -1);
    String host = parts[0];
    String access = parts.length == 1 ? "" : parts[parts.length - 1];
    boolean withAccess = parts.length == 3 || (parts.length == 2 && !access.startsWith("/"));
    String container = parts.length == 1 || (parts.length == 2 && withAccess) ? host : parts[1];
    if (parts.length > 3 || !host.startsWith("/") || !container.startsWith("/")) {
      throw new UsageException(
          "--device=" + option + ": expected HOST[:CONTAINER][:rwm] with absolute paths");
    }
    if (withAccess) {
      requireAll(option, access);
    }
    Path inside = Path.of(container).normalize();
    if (!inside.startsWith(DEV) || inside.getNameCount() < 2) {
      throw new UsageException("--device=" + option + ": in the container it must be below /dev");
    }
    if (sameOnly && !container.equals(host)) {
      throw new UsageException(
          "--device="
              + option
              + ": a user namespace makes no device nodes, so it has the host's at the same path");
    }
    return found(option, Path.of(host), inside.toString());
  }

  private static List<LinuxDevice> found(String option, Path host, String container) {
    List<LinuxDevice> found =
        Files.isDirectory(host)
            ? HostDevices.below(host, container)
            : HostDevices.node(host, container).stream().toList();
    if (found.isEmpty()) {
      throw new UsageException(
          "--device="
              + option
              + (Files.exists(host)
                  ? ": neither a character or block device, nor a directory with some"
                  : ": no such device on this host"));
    }
    return found;
  }

  /// A part of them would need the device controller of cgroups. Without CAP_MKNOD nobody makes
  /// another node, whatever m says.
  private static void requireAll(String option, String access) {
    boolean known = !access.isEmpty();
    for (int i = 0; i < access.length(); i++) {
      known &= "rwm".indexOf(access.charAt(i)) >= 0;
    }
    if (!known || !access.contains("r") || !access.contains("w")) {
      throw new UsageException(
          "--device="
              + option
              + ": "
              + (known
                  ? "jcr has no device controller, so it cannot give a part of the access: use rw or rwm"
                  : "'" + access + "' is not rwm, the access of docker's --device"));
    }
  }
}
