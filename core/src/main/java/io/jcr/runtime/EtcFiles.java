package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Mount;
import io.jcr.spi.Host;
import io.jcr.spi.NetworkPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The files of `/etc` that depend on the run. They are created next to the container's state and
/// bind-mounted over those of its root file system, which does not change.
final class EtcFiles {
  private static final List<String> OPTIONS = List.of("bind", "nosuid", "nodev", "noexec");

  private EtcFiles() {}

  /// Creates the files and returns their mounts.
  static List<Mount> prepare(ContainerSpec spec, NetworkPlan network, Host host) {
    NameResolution names = NameResolution.of(spec);
    String servers = network.resolvConf() == null ? "" : network.resolvConf();
    return List.of(
        file("hostname", spec.hostname() + "\n", host),
        file("hosts", hosts(spec, network) + names.hostLines(spec, network), host),
        file("resolv.conf", names.resolvConf(servers), host));
  }

  private static Mount file(String name, String content, Host host) {
    Path source = host.paths().state().resolve(name);
    host.createFile(source, content, 0644);
    return new Mount("/etc/" + name, "bind", source.toString(), OPTIONS);
  }

  private static String hosts(ContainerSpec spec, NetworkPlan network) {
    StringBuilder text = new StringBuilder("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n");
    String own = network.address() == null ? "127.0.0.1" : network.address().address().toString();
    text.append(own).append('\t').append(spec.hostname()).append('\n');
    for (Map.Entry<String, String> other : new TreeMap<>(network.hosts()).entrySet()) {
      text.append(other.getValue()).append('\t').append(other.getKey()).append('\n');
    }
    return text.toString();
  }
}
