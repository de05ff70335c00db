package io.jcr.plugins.network;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `--net=host`: the host's own network namespace. Nothing is isolated: the container sees and may
/// use the host's interfaces, ports and abstract sockets. It cannot change them without
/// CAP_NET_ADMIN.
public final class HostNetwork implements Network {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  @Override
  public String name() {
    return "host";
  }

  @Override
  public String description() {
    return "the network of the host, not isolated";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--net=host", options(), spec.options("net"));
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    String servers = host.facts().read(RESOLV_CONF).orElse(null);
    return new NetworkPlan(null, List.of(), false, null, Map.of(), servers, Map.of());
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    place.requireAlone("--net=host", "it has all interfaces of the host");
    return prepare(spec, host);
  }
}
