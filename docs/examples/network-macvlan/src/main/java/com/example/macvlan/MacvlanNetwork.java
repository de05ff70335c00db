package com.example.macvlan;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.LinkAttribute;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `--net=macvlan:parent=eth0,subnet=192.168.1.0/24`: the container is a machine of its own on the
/// parent's network, with its own hardware address (macvlan of ip-link(8)). Containers of one parent
/// reach each other and the network; the host itself they do not reach over the parent, which is how
/// macvlan is.
public final class MacvlanNetwork implements Network {
  private static final String INTERFACE = "eth0";
  private static final int INDEX = 10;
  private static final int IFLA_MACVLAN_MODE = 1;

  @Override
  public String name() {
    return "macvlan";
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_NET_ADMIN)
        ? Support.yes()
        : Support.no("CAP_NET_ADMIN is missing", "run as root");
  }

  @Override
  public void validate(ContainerSpec spec) {
    MacvlanOptions.of(spec);
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    MacvlanOptions options = MacvlanOptions.of(spec);
    Ipv4Prefix address = new Addresses(options, host).take();
    List<RtnetlinkMessage> messages = new ArrayList<>();
    messages.add(new LinkUp("lo"));
    messages.add(new LinkUp(INTERFACE));
    messages.add(new NewAddress(INDEX, address));
    options.gateway().ifPresent(gateway -> messages.add(new DefaultRoute(gateway)));
    return new NetworkPlan(
        LinuxNamespace.create(NamespaceType.NETWORK),
        List.of(new InitOp.Rtnetlink(messages)),
        true,
        address,
        Map.of(),
        null,
        Map.of("parent", options.parent(), "mode", options.mode().name()));
  }

  /// The interface goes with the container's network namespace; so there is nothing to undo.
  @Override
  public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
    MacvlanOptions options = MacvlanOptions.of(spec);
    LinkAttribute mode = LinkAttribute.u32(IFLA_MACVLAN_MODE, options.mode().bits());
    host.createLink(
        new ContainerLink(
            "macvlan", options.parent(), INTERFACE, INDEX, options.mtu(), List.of(mode), pid));
  }
}
