package io.jcr.plugins.namespace;

import io.jcr.api.ContainerState;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.Host;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the files of the namespaces to join and checks what they are: setns(2) itself says no more
/// than EINVAL, and only when the container is half made.
final class NamespaceFiles {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Pattern NSFS = Pattern.compile("([a-z]+)(?:_for_children)?:\\[\\d+\\]");
  private static final Pattern USER_OF_PROCESS = Pattern.compile("/proc/(\\d+)/ns/user");

  private static final Set<NamespaceType> USUAL =
      EnumSet.of(NamespaceType.NETWORK, NamespaceType.UTS, NamespaceType.IPC, NamespaceType.PID);

  private final Host host;

  NamespaceFiles(Host host) {
    this.host = host;
  }

  /// @param process the process that [#process] found
  /// @param ownRoot whether a root was chosen: the container's mount namespace is then joined only
  ///   if named
  Map<NamespaceType, LinuxNamespace> of(SetnsOptions options, long process, boolean ownRoot) {
    Map<NamespaceType, LinuxNamespace> joined = new EnumMap<>(NamespaceType.class);
    if (process != 0) {
      Set<NamespaceType> kinds = EnumSet.copyOf(USUAL);
      if (options.container() != null) {
        kinds.add(NamespaceType.CGROUP);
        if (!ownRoot) {
          kinds.add(NamespaceType.MOUNT);
        }
      }
      kinds.addAll(options.kinds());
      kinds.removeAll(options.own());
      joined.putAll(ofProcess(process, kinds));
    }
    options
        .files()
        .forEach((type, file) -> {
          checkKind(type, file);
          joined.put(type, LinuxNamespace.join(type, file));
        });
    return joined;
  }

  /// The process to join, or 0 when there are only files.
  long process(SetnsOptions options) {
    if (options.container() != null) {
      return pid(options.container());
    }
    return options.pid() == null ? 0 : options.pid();
  }

  /// The root of a process within its mount namespace: not `/` if it was chroot(2)ed.
  static String rootOf(long process) {
    return link(Path.of("/proc/" + process + "/root")).orElse("/");
  }

  private long pid(String container) {
    return host.container(container)
        .map(ContainerState::pid)
        .orElseThrow(
            () -> refused("container=" + container, "no container of this name is running"));
  }

  private Map<NamespaceType, LinuxNamespace> ofProcess(long pid, Set<NamespaceType> kinds) {
    Path directory = Path.of("/proc", Long.toString(pid), "ns");
    if (!Files.isDirectory(directory)) {
      throw refused("pid=" + pid, "no such process");
    }
    kinds.remove(NamespaceType.USER); // joined only when it differs from ours
    Map<NamespaceType, LinuxNamespace> joined = new EnumMap<>(NamespaceType.class);
    for (NamespaceType type : kinds) {
      Path file = directory.resolve(type.procName());
      checkKind(type, file);
      joined.put(type, LinuxNamespace.join(type, file));
    }
    Path user = directory.resolve("user");
    if (!link(user).equals(link(Path.of("/proc/self/ns/user")))) {
      joined.put(NamespaceType.USER, LinuxNamespace.join(NamespaceType.USER, user));
    }
    return joined;
  }

  /// The ids of a user namespace to join, as known to the process whose file it is.
  List<IdMapping> idsOf(LinuxNamespace user) {
    Matcher process = USER_OF_PROCESS.matcher(String.valueOf(user.path()));
    if (!process.matches()) {
      throw refused(
          "user=" + user.path(),
          "which ids it maps is seen only by a process in it: give pid=PROCESS or user=/proc/PROCESS/ns/user");
    }
    List<IdMapping> ids = new ArrayList<>();
    Path map = Path.of("/proc", process.group(1), "uid_map");
    for (String line : host.facts().read(map).orElse("").lines().toList()) {
      String[] f = line.strip().split("\\s+", -1);
      ids.add(new IdMapping(Long.parseLong(f[0]), Long.parseLong(f[1]), Long.parseLong(f[2])));
    }
    if (ids.stream().noneMatch(mapping -> mapping.maps(0))) {
      throw refused("user=" + user.path(), "it has no id 0");
    }
    return ids;
  }

  private void checkKind(NamespaceType type, Path file) {
    String subject = type.procName() + "=" + file;
    Matcher found = NSFS.matcher(link(file).orElseGet(() -> bound(subject, file)));
    if (!found.matches()) {
      throw refused(subject, "not a namespace file");
    }
    if (!found.group(1).equals(type.procName())) {
      throw refused(subject, "a namespace of kind " + found.group(1) + ", not " + type.procName());
    }
  }

  /// The target of a link in /proc/PID/ns, such as `net:[4026531840]`.
  private static Optional<String> link(Path file) {
    try {
      return Files.isSymbolicLink(file) && file.startsWith("/proc")
          ? Optional.of(Files.readSymbolicLink(file).toString())
          : Optional.empty();
    } catch (AccessDeniedException e) {
      throw refused(
          file.toString(),
          "permission denied (run as root; a process with capabilities that jcr lacks cannot be joined)");
    } catch (IOException e) {
      throw refused(file.toString(), "the process has ended");
    }
  }

  /// What is bind-mounted on a file: for nsfs, the root of the mount is the namespace's name.
  private String bound(String subject, Path file) {
    Path real;
    try {
      // for a caller of the resident planner, Java's own idea of the working directory is wrong
      real = Path.of("/proc/thread-self/cwd").resolve(file).toRealPath();
    } catch (IOException e) {
      throw refused(subject, "no such file");
    }
    String root = "";
    for (String line : host.facts().read(MOUNTS).orElse("").lines().toList()) {
      String[] f = line.split(" ", -1);
      if (f.length > 4 && Path.of(f[4].replace("\\040", " ")).equals(real)) {
        root = f[3]; // the last mount is on top
      }
    }
    return root;
  }

  private static UsageException refused(String what, String reason) {
    return new UsageException(SetnsNamespace.SUBJECT + ": " + what + ": " + reason);
  }
}
