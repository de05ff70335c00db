package io.jcr.plugins.network;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.util.List;

/// `--net=none`: a network namespace with a loopback interface and nothing else.
public final class NoneNetwork implements Network {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public String description() {
    return "a new network namespace with a loopback interface only";
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    ParsedOptions.parse("--net=none", options(), spec.options("net"));
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    return NetworkPlan.isolated(
        List.of(new InitOp.Rtnetlink(List.of(new RtnetlinkMessage.LinkUp("lo")))));
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    place.requireAlone("--net=none", "it is no connection");
    return prepare(spec, host);
  }
}
