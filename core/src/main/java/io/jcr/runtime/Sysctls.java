package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The kernel parameters that belong to a container's namespaces. If it shares the host's
/// namespace, writing them would change the host, so they are refused.
public final class Sysctls {
  private static final List<String> IPC =
      List.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  private static final String KNOWN =
      "net.*, fs.mqueue.*, kernel.domainname, kernel.msgmax, msgmnb, msgmni, sem, shmall, shmmax,"
          + " shmmni and shm_rmid_forced";

  private Sysctls() {}

  /// The kind of namespace that the parameter `name` belongs to.
  ///
  /// @throws UsageException when it belongs to the host, or is not a valid name
  public static NamespaceType namespace(String name) {
    if (!isName(name)) {
      throw new UsageException(
          "sysctl '" + name + "': expected a name such as net.ipv4.ip_forward");
    }
    String dotted = name.replace('/', '.');
    if (dotted.startsWith("net.")) {
      return NamespaceType.NETWORK;
    }
    if (dotted.startsWith("fs.mqueue.") || IPC.contains(dotted)) {
      return NamespaceType.IPC;
    }
    if (dotted.equals("kernel.domainname")) {
      return NamespaceType.UTS;
    }
    throw new UsageException(
        "sysctl '"
            + name
            + "' is not a container's own, it would change the host"
            + (dotted.equals("kernel.hostname")
                ? " (--hostname names a container)"
                : "; choose from " + KNOWN));
  }

  /// The file of a parameter. As in sysctl(8), dots in a name with slashes are just dots:
  /// `net/ipv4/conf/eth0.100/forwarding`.
  static String file(String name) {
    return "/proc/sys/" + name.replace(separator(name), '/');
  }

  /// Whether no part of its path is empty or leads upwards.
  private static boolean isName(String name) {
    char separator = separator(name);
    int begin = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == separator) {
        String part = name.substring(begin, i);
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
          return false;
        }
        begin = i + 1;
      } else if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return name.indexOf(separator) > 0;
  }

  private static char separator(String name) {
    return name.indexOf('/') < 0 ? '.' : '/';
  }

  /// Refuses parameters of namespaces that are shared with the host.
  ///
  /// @throws UsageException for the first, with the kind of namespace that is missing
  static void check(ContainerSpec spec) {
    Map<String, String> sysctl = new TreeMap<>(spec.linux().sysctl());
    if (!sysctl.isEmpty() && spec.seesJoinedRoot()) {
      throw new UsageException(
          "--ns joins a mount namespace, whose /proc is used as it is: --sysctl="
              + sysctl.keySet().iterator().next()
              + " needs one of the container's own (add mnt=new to --ns=setns)");
    }
    for (String name : sysctl.keySet()) {
      NamespaceType type = namespace(name);
      if (isHosts(spec.namespace(type), type)) {
        throw new UsageException(
            "--sysctl="
                + name
                + ": the container shares the host's "
                + word(type)
                + " namespace, so this would change the host ("
                + cure(type)
                + ")");
      }
    }
  }

  private static boolean isHosts(Optional<LinuxNamespace> namespace, NamespaceType type) {
    if (namespace.isEmpty()) {
      return true;
    }
    Path path = namespace.get().path();
    try {
      return path != null
          && Files.exists(path)
          && Files.isSameFile(path, Path.of("/proc/self/ns", type.procName()));
    } catch (IOException e) {
      return false; // not visible from here; joining it reports the failure
    }
  }

  private static String word(NamespaceType type) {
    return switch (type) {
      case NETWORK -> "network";
      case UTS -> "UTS";
      default -> "IPC";
    };
  }

  private static String cure(NamespaceType type) {
    return type == NamespaceType.NETWORK
        ? "use --net=veth or --net=none"
        : "leave out --" + type.procName();
  }
}
