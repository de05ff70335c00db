package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.LinuxDevice;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import io.jcr.linux.seccomp.DefaultSeccomp;
import io.jcr.runtime.OciDefaults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a container is confined: what its process may do, which devices it has, and which parts
/// of /proc and /sys are hidden from it or read-only. With `--privileged` it has all that jcr has.
final class Privileges {
  private final RunOptions options;
  private final boolean userNamespace;
  private final SecurityOptions security;
  private final Set<Capability> capabilities;

  /// @param namespaces the choice of the backend for namespaces, which may make a user namespace
  /// @param grantable what `ALL` capabilities are
  /// @throws UsageException when options contradict each other
  Privileges(
      RunOptions options, @Nullable BackendChoice namespaces, Collection<Capability> grantable) {
    this.options = options;
    userNamespace = namespaces != null && namespaces.options().containsKey("user");
    security = SecurityOptions.parse(options.securityOptions);
    if (options.privileged && userNamespace) {
      throw new UsageException(
          "--privileged and a user namespace contradict each other: in one, nobody has power over the"
              + " host (leave one of them out)");
    }
    List<String> added = options.privileged ? List.of("ALL") : options.capAdd;
    capabilities = Capabilities.apply(added, options.capDrop, grantable);
  }

  Set<Capability> capabilities() {
    return capabilities;
  }

  /// Whether set-user-ID programs gain nothing.
  boolean noNewPrivileges() {
    return !options.privileged && !security.newPrivileges();
  }

  /// The rules for system calls; null: none.
  @Nullable LinuxSeccomp seccomp() {
    return options.privileged || !security.filtered() ? null : DefaultSeccomp.profile(capabilities);
  }

  List<String> maskedPaths() {
    return options.privileged ? List.of() : OciDefaults.maskedPaths();
  }

  List<String> readonlyPaths() {
    return options.privileged ? List.of() : OciDefaults.READONLY_PATHS;
  }

  /// The nodes of its /dev: the usual ones, then those that were asked for, which may replace them.
  List<LinuxDevice> devices() {
    if (!options.privileged && options.devices.isEmpty()) {
      return OciDefaults.devices();
    }
    Map<String, LinuxDevice> nodes = new LinkedHashMap<>();
    put(nodes, OciDefaults.devices());
    if (options.privileged) {
      put(nodes, HostDevices.all());
    }
    for (String device : options.devices) {
      put(nodes, DeviceOption.parse(device, userNamespace));
    }
    return List.copyOf(nodes.values());
  }

  private static void put(Map<String, LinuxDevice> nodes, List<LinuxDevice> devices) {
    for (LinuxDevice device : devices) {
      nodes.put(device.path(), device);
    }
  }

  /// The mounts that every container has: with all privileges /sys can be written to.
  List<Mount> mounts() {
    List<Mount> mounts = OciDefaults.mounts();
    if (!options.privileged) {
      return mounts;
    }
    List<Mount> open = new ArrayList<>();
    for (Mount mount : mounts) {
      List<String> kept = new ArrayList<>(mount.options());
      kept.remove("ro");
      open.add(new Mount(mount.destination(), mount.type(), mount.source(), kept));
    }
    return open;
  }
}
