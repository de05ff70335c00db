package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import io.jcr.spi.ContainerPaths;
import io.jcr.state.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings that conflict with a container's namespaces. They are refused as soon as the namespaces
/// are known, before anything else is prepared.
final class SpecConflicts {
  private static final String GIVEN = "--ns joins a ";

  /// The group tty of `/dev/pts`.
  private static final long TTY = 5;

  /// Namespaces over which a new user namespace has no power unless they are created in it.
  private static final List<NamespaceType> OWNED =
      List.of(NamespaceType.NETWORK, NamespaceType.IPC, NamespaceType.PID, NamespaceType.MOUNT);

  private SpecConflicts() {}

  /// Checks the requested settings against the namespaces that the backend has decided on.
  ///
  /// @throws UsageException for the first conflict, with the reason
  static void check(ContainerSpec spec, ContainerPaths paths) {
    if (spec.joins(NamespaceType.NETWORK) && !spec.ports().isEmpty()) {
      throw new UsageException(
          GIVEN
              + "network namespace ("
              + file(spec, NamespaceType.NETWORK)
              + "), which is used as it is: --publish="
              + spec.ports().getFirst()
              + " needs one of the container's own (leave one of them out)");
    }
    if (spec.joins(NamespaceType.NETWORK) && spec.backends().containsKey("net")) {
      throw new UsageException(
          GIVEN
              + "network namespace ("
              + file(spec, NamespaceType.NETWORK)
              + "), which is used as it is: --net="
              + net(spec)
              + " wants another (leave one of them out)");
    }
    checkHostname(spec);
    if (spec.seesJoinedRoot()) {
      checkNoOwnRoot(spec);
    }
    if (spec.hasUserNamespace()) {
      checkIds(spec);
      checkNoUserNamespace(spec);
      checkPath(paths.rootMount().getParent());
    }
  }

  /// A host name would also rename the others in a shared namespace. With `--uts` the spec has
  /// their name.
  private static void checkHostname(ContainerSpec spec) {
    if (SharedNamespaces.of(spec).modes().containsKey(NamespaceType.UTS)) {
      return;
    }
    boolean named =
        !spec.hostname().equals(ContainerSpec.defaultHostname(Identity.of(spec).name()));
    if (spec.namespace(NamespaceType.UTS).isEmpty() && (named || !spec.domainname().isEmpty())) {
      throw new UsageException(
          "linux.namespaces has no uts namespace: "
              + (named ? "hostname '" + spec.hostname() : "domainname '" + spec.domainname())
              + "' would rename the host (add the namespace, or leave the name out)");
    }
    if (spec.joins(NamespaceType.UTS) && named) {
      throw new UsageException(
          GIVEN
              + "UTS namespace ("
              + file(spec, NamespaceType.UTS)
              + "): --hostname="
              + spec.hostname()
              + " would rename all that live in it (leave one of them out)");
    }
  }

  /// Checks the owner of the network namespace.
  static void checkNetwork(ContainerSpec spec) {
    boolean makesUser = spec.hasUserNamespace() && !spec.joins(NamespaceType.USER);
    boolean ownNetwork =
        spec.namespace(NamespaceType.NETWORK).isPresent() && !spec.joins(NamespaceType.NETWORK);
    if (makesUser && !ownNetwork) {
      throw new UsageException(
          "a new user namespace has no power over a network namespace created outside it (/sys"
              + " could not be mounted): --net="
              + net(spec)
              + " cannot be combined with it (use --net=none or veth)");
    }
  }

  /// Checks that a container that shares another's cgroups has no limits of its own.
  static void checkNoLimits(ContainerSpec spec) {
    boolean limited = spec.resources().limited() || !OwnLimits.of(spec).isEmpty();
    if (limited || spec.backends().containsKey("limiter")) {
      throw new UsageException(
          "--ns joins a container, whose limits apply to everything in it: "
              + (limited ? "--limit" : "--limiter")
              + " needs cgroups of its own (add cgroup=new to --ns=setns)");
    }
  }

  private static void checkNoOwnRoot(ContainerSpec spec) {
    String reason = null;
    if (!OciDefaults.mounts().containsAll(spec.mounts())) {
      reason = "--volume and --tmpfs";
    } else if (!OciDefaults.devices().containsAll(spec.linux().devices())) {
      reason = "--device";
    } else if (spec.root().readonly()) {
      reason = "--read-only";
    }
    if (reason != null) {
      throw new UsageException(
          GIVEN
              + "mount namespace ("
              + file(spec, NamespaceType.MOUNT)
              + "): its files are used as they are, so there is no "
              + reason
              + " (add mnt=new to --ns=setns, or choose a root by --rootfs or --fs)");
    }
  }

  /// With a user namespace, the host's root would mount everything before entering it, in a mount
  /// namespace other than the joined one.
  private static void checkNoUserNamespace(ContainerSpec spec) {
    if (spec.joins(NamespaceType.MOUNT) && spec.choosesRoot()) {
      throw new UsageException(
          GIVEN
              + "mount namespace ("
              + file(spec, NamespaceType.MOUNT)
              + ") and a user namespace: "
              + (spec.root().given() ? "--rootfs" : "--fs")
              + " cannot be mounted in a copy of it (leave one of them out)");
    }
  }

  private static void checkIds(ContainerSpec spec) {
    for (NamespaceType type : OWNED) {
      if (!spec.joins(NamespaceType.USER) && spec.joins(type)) {
        throw new UsageException(
            GIVEN
                + type.procName()
                + " namespace ("
                + file(spec, type)
                + "): a new user namespace has no power over it (leave 'user' out)");
      }
    }
    checkMapped(spec, "--user: user", spec.process().user().uid());
    checkMapped(spec, "--user: group", spec.process().user().gid());
    spec.process().user().additionalGids().forEach(id -> checkMapped(spec, "--user: group", id));
    checkMapped(spec, "group tty, which owns terminals:", TTY);
  }

  private static void checkMapped(ContainerSpec spec, String what, long id) {
    if (spec.idMappings().stream().noneMatch(mapping -> mapping.maps(id))) {
      throw new UsageException(what + " " + id + " is not among the ids of the user namespace");
    }
  }

  /// The container's root can only search directories that an ordinary user of the host can.
  private static void checkPath(@Nullable Path directory) {
    for (Path path = directory; path != null; path = path.getParent()) {
      try {
        if (Files.exists(path)
            && !Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          throw new UsageException(
              "a user namespace: "
                  + path
                  + " cannot be passed through by the container's ids (chmod o+x, or choose another --root)");
        }
      } catch (IOException e) {
        // Not visible from here either; creating the container reports it.
        return;
      }
    }
  }

  private static String file(ContainerSpec spec, NamespaceType type) {
    return spec.namespace(type).map(LinuxNamespace::path).map(Path::toString).orElse("");
  }

  private static String net(ContainerSpec spec) {
    var choice = spec.backends().get("net");
    return choice == null ? "none" : choice.name();
  }
}
