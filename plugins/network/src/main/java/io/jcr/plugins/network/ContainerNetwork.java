package io.jcr.plugins.network;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `--net=container:NAME`: the network namespace of another running container, with its addresses
/// and ports.
public final class ContainerNetwork implements Network {
  private static final List<BackendOption> DESCRIBED =
      List.of(BackendOption.word(new OptionType.Container(), "the container to join").asRequired());

  @Override
  public String name() {
    return "container";
  }

  @Override
  public String description() {
    return "the network namespace of a running container";
  }

  @Override
  public List<BackendOption> options() {
    return DESCRIBED;
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    other(spec);
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    String other = other(spec);
    ContainerState state =
        host.container(other)
            .orElseThrow(() ->
                new UsageException("--net=container: no container '" + other + "' is running"));
    String address = state.annotations().get("address");
    return new NetworkPlan(
        LinuxNamespace.join(NamespaceType.NETWORK, Path.of("/proc/" + state.pid() + "/ns/net")),
        List.of(),
        false,
        address == null ? null : Ipv4Prefix.parse(address),
        Map.of(),
        host.facts().read(state.bundle().resolve("resolv.conf")).orElse(null),
        Map.of("container", other));
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    place.requireAlone("--net=container", "the other container has its own");
    return prepare(spec, host);
  }

  private static String other(ContainerSpec spec) {
    return ContainerSpec.requireId(
        ParsedOptions.parse("--net=container", DESCRIBED, spec.options("net"))
            .word()
            .orElseThrow());
  }
}
