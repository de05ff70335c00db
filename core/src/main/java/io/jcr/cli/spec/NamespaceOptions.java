package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.runtime.SharedNamespaces;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.StateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// docker's options for namespaces that are the host's or another container's.
public final class NamespaceOptions {
  private static final String PRIVATE = "private";
  private static final String SHM = "/dev/shm";
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private final Map<NamespaceType, String> given = new EnumMap<>(NamespaceType.class);

  /// The options.
  void declare(OptionTable table) {
    declare(
        table,
        NamespaceType.PID,
        "Processes to see: private (default), the host's, or those of a running container.");
    declare(
        table,
        NamespaceType.IPC,
        "System V IPC and message queues: private (default), the host's, which comes with its /dev/shm, or those of a running container.");
    declare(
        table,
        NamespaceType.UTS,
        "Host name: private (default), the host's, or that of a running container.");
  }

  private void declare(OptionTable table, NamespaceType type, String help) {
    table.value(
        "--" + type.procName(), "host|container:NAME", help, value -> given.put(type, value));
  }

  /// What they say, with the ids of containers in the place of their names.
  ///
  /// @throws UsageException for the first that is malformed, or names no running container
  SharedNamespaces parse(ContainerRecords records) {
    Map<NamespaceType, String> modes = new HashMap<>();
    for (NamespaceType type : SharedNamespaces.KINDS) {
      String mode = given.get(type);
      if (mode != null && !mode.equals(PRIVATE)) {
        modes.put(type, mode(type, mode, records));
      }
    }
    return new SharedNamespaces(modes);
  }

  private String mode(NamespaceType type, String mode, ContainerRecords records) {
    if (mode.equals(SharedNamespaces.HOST)) {
      return mode;
    }
    if (!mode.startsWith(SharedNamespaces.CONTAINER)
        || mode.length() == SharedNamespaces.CONTAINER.length()) {
      throw new UsageException(option(type, mode) + ": expected host, container:NAME or private");
    }
    return SharedNamespaces.CONTAINER.concat(container(type, mode, records).identity().reference());
  }

  private static ContainerRecord container(
      NamespaceType type, String mode, ContainerRecords records) {
    return records
        .find(mode.substring(SharedNamespaces.CONTAINER.length()))
        .filter(record -> record.state().status() == ContainerState.Status.RUNNING)
        .orElseThrow(() ->
            new UsageException(option(type, mode) + ": no container of this name is running"));
  }

  /// Refuses what does not go with them.
  ///
  /// @param hostname what `--hostname` says
  /// @param shmSize what `--shm-size` says
  /// @param ns the choice of the backend for namespaces, which may make a user namespace
  /// @throws UsageException for the first contradiction
  void check(@Nullable String hostname, @Nullable String shmSize, @Nullable BackendChoice ns) {
    String uts = shared(NamespaceType.UTS);
    if (hostname != null && uts != null) {
      throw new UsageException(
          "--hostname="
              + hostname
              + " and "
              + uts
              + ": it would rename all that share the namespace (leave one of them out)");
    }
    String ipc = shared(NamespaceType.IPC);
    if (shmSize != null && ipc != null && ipc.endsWith("=" + SharedNamespaces.HOST)) {
      throw new UsageException(
          "--shm-size="
              + shmSize
              + " and "
              + ipc
              + ": /dev/shm is the host's (leave one of them out)");
    }
    if (ns != null && ns.options().containsKey("user")) {
      for (NamespaceType type : SharedNamespaces.KINDS) {
        String option = shared(type);
        if (option != null) {
          throw new UsageException(
              option
                  + " and a user namespace: it has no power over namespaces that were made outside"
                  + " (leave one of them out)");
        }
      }
    }
  }

  private @Nullable String shared(NamespaceType type) {
    String mode = given.get(type);
    return mode == null || mode.equals(PRIVATE) ? null : option(type, mode);
  }

  private static String option(NamespaceType type, String mode) {
    return "--" + type.procName() + "=" + mode;
  }

  /// What the container is called where its host name is not its own; `own` where it is, or where
  /// the other's is no name that it could have.
  String hostname(String own, ContainerRecords records) {
    String mode = given.getOrDefault(NamespaceType.UTS, PRIVATE);
    if (mode.equals(PRIVATE)) {
      return own;
    }
    String name =
        mode.equals(SharedNamespaces.HOST)
            ? records.facts().read(HOSTNAME).orElse("").strip()
            : container(NamespaceType.UTS, mode, records)
                .state()
                .annotations()
                .getOrDefault(StateFile.HOSTNAME, own);
    try {
      return ContainerSpec.requireHostname(name);
    } catch (UsageException e) {
      return own;
    }
  }

  /// The namespaces of a container: new ones, but for those that are shared.
  static List<LinuxNamespace> namespaces(
      List<NamespaceType> usual, SharedNamespaces shared, ContainerRecords records) {
    List<LinuxNamespace> namespaces = new ArrayList<>();
    for (NamespaceType type : usual) {
      String mode = shared.modes().get(type);
      if (mode == null) {
        namespaces.add(LinuxNamespace.create(type));
      } else if (!mode.equals(SharedNamespaces.HOST)) {
        namespaces.add(
            LinuxNamespace.join(
                type, SharedNamespaces.file(container(type, mode, records).state(), type)));
      }
    }
    return namespaces;
  }

  /// The mounts that every container has: `/dev/shm` is shared memory too.
  static List<Mount> mounts(List<Mount> mounts, SharedNamespaces shared) {
    if (!SharedNamespaces.HOST.equals(shared.modes().get(NamespaceType.IPC))) {
      return mounts;
    }
    List<Mount> all = new ArrayList<>();
    for (Mount mount : mounts) {
      all.add(
          mount.destination().equals(SHM)
              ? new Mount(SHM, "bind", SHM, List.of("rbind", "nosuid", "noexec", "nodev"))
              : mount);
    }
    return all;
  }
}
