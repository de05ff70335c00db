package io.jcr.spi.contract;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxResources;
import io.jcr.api.NamespaceType;
import io.jcr.api.Root;
import io.jcr.api.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Container specs for tests.
public final class SampleSpec {
  private SampleSpec() {}

  /// The spec of a plain `jcr run --name ID -- /bin/true`.
  public static ContainerSpec of(String id) {
    return of(id, LinuxResources.UNLIMITED, Map.of());
  }

  /// The same with one backend chosen.
  ///
  /// @param option the SPI's option without dashes, such as `net`
  public static ContainerSpec of(
      String id, String option, String backend, Map<String, String> options) {
    return of(id, LinuxResources.UNLIMITED, Map.of(option, new BackendChoice(backend, options)));
  }

  /// The same with limits and chosen backends.
  public static ContainerSpec of(
      String id, LinuxResources resources, Map<String, BackendChoice> backends) {
    return new ContainerSpec(
        id,
        id,
        new Root(Path.of("/usr/lib/jcr/rootfs"), false),
        new ContainerProcess(
            false,
            User.ROOT,
            List.of("/bin/true"),
            List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
            "/",
            Capability.DEFAULT,
            true,
            List.of(),
            false),
        List.of(),
        Stream.of(
                NamespaceType.MOUNT,
                NamespaceType.UTS,
                NamespaceType.IPC,
                NamespaceType.PID,
                NamespaceType.CGROUP)
            .map(LinuxNamespace::create)
            .toList(),
        resources,
        List.of("/proc/kcore"),
        List.of("/proc/sys"),
        true,
        backends);
  }

  /// The same with another root file system, which is writable.
  public static ContainerSpec withRoot(ContainerSpec spec, Path root) {
    return new ContainerSpec(
        spec.id(),
        spec.hostname(),
        new Root(root, false),
        spec.process(),
        spec.mounts(),
        spec.namespaces(),
        spec.resources(),
        spec.maskedPaths(),
        spec.readonlyPaths(),
        spec.seccomp(),
        spec.backends());
  }
}
