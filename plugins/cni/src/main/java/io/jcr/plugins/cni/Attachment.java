package io.jcr.plugins.cni;

import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One container in one network: what all of the network's plugins are told.
///
/// @param containerId differs from that of any other container on this machine, including one with
///   the same name under another state root
/// @param netns the container's network namespace
/// @param options from the command line
record Attachment(String containerId, Path netns, CniOptions options) {
  /// For plugins that run other programs, such as iptables. Not jcr's own path, because undo runs
  /// without it.
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  static Attachment of(ContainerPaths paths, CniOptions options) {
    String id = paths.state().getFileName() + "-" + Integer.toHexString(paths.state().hashCode());
    return new Attachment(id, paths.state().resolve("netns"), options);
  }

  /// The same in a network namespace that exists.
  Attachment in(Optional<Path> namespace) {
    return namespace.map(file -> new Attachment(containerId, file, options)).orElse(this);
  }

  /// The environment of a plugin.
  Map<String, String> environment(String command) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CNI_COMMAND", command);
    environment.put("CNI_CONTAINERID", containerId);
    environment.put("CNI_NETNS", netns.toString());
    environment.put("CNI_IFNAME", options.ifname());
    if (!options.args().isEmpty()) {
      environment.put("CNI_ARGS", options.args());
    }
    environment.put("CNI_PATH", options.path().toString());
    environment.put("PATH", PATH);
    return environment;
  }
}
