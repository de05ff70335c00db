package io.jcr.runtime;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.Host;
import io.jcr.spi.NamespacePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The namespaces that a container has in common with the host or with another container: `--pid`,
/// `--ipc` and `--uts`.
///
/// In a config.json the host's are left out of `linux.namespaces`, and another container's have the
/// path that they had when the file was written. By the time that the container is started the
/// other one may be another process: so annotations keep what was asked for.
///
/// @param modes `host` or `container:NAME` by kind; the kinds that are not there are its own
public record SharedNamespaces(Map<NamespaceType, String> modes) {
  /// The kinds that can be shared, in the order of their options.
  public static final List<NamespaceType> KINDS =
      List.of(NamespaceType.PID, NamespaceType.IPC, NamespaceType.UTS);

  /// The mode of a namespace that is the host's.
  public static final String HOST = "host";

  /// What the mode of a namespace that is a container's begins with; its name or id follows.
  public static final String CONTAINER = "container:";

  private static final String ANNOTATION = "io.jcr.namespace.";

  public SharedNamespaces {
    modes = Map.copyOf(modes);
  }

  /// Those of the container that `spec` describes.
  public static SharedNamespaces of(ContainerSpec spec) {
    Map<NamespaceType, String> modes = new HashMap<>();
    for (NamespaceType type : KINDS) {
      String mode = spec.annotations().get(ANNOTATION.concat(type.procName()));
      if (mode != null) {
        modes.put(type, mode);
      }
    }
    return new SharedNamespaces(modes);
  }

  /// As annotations of a config.json.
  public Map<String, String> annotations() {
    Map<String, String> annotations = new HashMap<>();
    modes.forEach((type, mode) -> annotations.put(ANNOTATION.concat(type.procName()), mode));
    return annotations;
  }

  /// The option that shares a kind of namespace, as it was given.
  String option(NamespaceType type) {
    return "--" + type.procName() + "=" + modes.get(type);
  }

  /// The file of a kind of namespace of a process.
  public static Path file(ContainerState state, NamespaceType type) {
    return Path.of("/proc", Long.toString(state.pid()), "ns", type.procName());
  }

  /// The namespaces of `spec`, with those that are shared as they are now.
  ///
  /// @throws UsageException when one is of a container that does not run
  ContainerSpec resolve(ContainerSpec spec, Host host) {
    if (modes.isEmpty()) {
      return spec;
    }
    List<LinuxNamespace> namespaces = new ArrayList<>();
    for (LinuxNamespace namespace : spec.namespaces()) {
      String mode = modes.get(namespace.type());
      if (mode == null) {
        namespaces.add(namespace);
      } else if (mode.startsWith(CONTAINER)) {
        namespaces.add(joined(namespace.type(), mode.substring(CONTAINER.length()), host));
      }
    }
    return spec.withNamespaces(namespaces);
  }

  private LinuxNamespace joined(NamespaceType type, String container, Host host) {
    ContainerState other =
        host.container(container)
            .orElseThrow(
                () -> new UsageException(option(type) + ": no container of this name is running"));
    return LinuxNamespace.join(type, file(other, type));
  }

  /// Refuses what a backend has decided otherwise.
  ///
  /// @param spec what it was given
  /// @throws UsageException for the first kind of namespace that it joins elsewhere
  void check(ContainerSpec spec, NamespacePlan plan) {
    for (NamespaceType type : KINDS) {
      if (modes.containsKey(type)
          && !find(spec.namespaces(), type).equals(find(plan.namespaces(), type))) {
        throw new UsageException(
            option(type)
                + " and --ns="
                + ns(spec)
                + ": both say which "
                + type.procName()
                + " namespace it is (leave one of them out)");
      }
    }
  }

  private static String ns(ContainerSpec spec) {
    BackendChoice choice = spec.backends().get("ns");
    return choice == null ? "clone" : choice.text();
  }

  private static Optional<LinuxNamespace> find(List<LinuxNamespace> all, NamespaceType type) {
    return all.stream().filter(namespace -> namespace.type() == type).findFirst();
  }
}
