package io.jcr.plugins.network;

import static java.util.Objects.requireNonNull;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.MacAddress;
import io.jcr.api.NamespaceType;
import io.jcr.api.PublishedPort;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewTbf;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NoLinkLocal;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.Support;
import io.jcr.spi.VethPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `--net=veth`: a veth(4) pair connected to a bridge of jcr's own. The host and the containers of
/// one bridge reach each other; the outside world is reachable only with `nat`.
///
/// ```
///      host                                  │ container
///  ┌── jcr0 10.88.0.1/16 (bridge) ──┐        │
///  │                                │        │
/// jcrXXXXXXXXXXXX  ═══════ veth ═════════════╪═ eth0 10.88.0.2/16, default via 10.88.0.1
/// ```
///
/// With `rate`, each end has a token bucket filter for what it sends: the host's end for what the
/// container receives, the container's end for what it sends. So neither direction loses packets,
/// as it would if excess incoming packets were dropped, and TCP adapts to the rate. A container
/// that is given CAP_NET_ADMIN can remove its own filter.
///
/// Unless `spoof` is given, the host's end accepts only IPv4 and ARP with the container's own
/// addresses: a container can neither impersonate a neighbour or the gateway nor send router
/// advertisements. The filter is a table of the netdev family on that one end, not of the bridge
/// family, where each packet of one container would pass the rules of all containers, and every
/// container that starts or ends would have to maintain their order. So it costs one message, and
/// its undo another.
///
/// As one of several networks, it makes `eth1` or what `ifname` says, and gives the default route
/// if no network before it does.
///
/// IPv4 only: both ends have IPv6 disabled, or each would send multicast packets to all others.
public final class VethNetwork implements Network {
  /// Interfaces with a smaller MTU have no IPv6 (RFC 8200), and therefore no IPv6 settings.
  private static final int IPV6_MIN_MTU = 1280;

  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");
  private static final Path FORWARD = Path.of("/proc/sys/net/ipv4/ip_forward");

  @Override
  public String name() {
    return "veth";
  }

  @Override
  public String description() {
    return "a veth pair from the container to a bridge on the host";
  }

  @Override
  public List<BackendOption> options() {
    return VethOptions.DESCRIBED;
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.hasCapability(Capability.CAP_NET_ADMIN)
        ? Support.yes()
        : Support.no("CAP_NET_ADMIN is missing", "run as root, or use --net=none");
  }

  @Override
  public void validate(ContainerSpec spec) {
    VethOptions.of(spec);
  }

  @Override
  public boolean publishes() {
    return true;
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    return prepare(spec, NetworkPlace.ALONE, host);
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    VethOptions options = VethOptions.of(spec);
    ContainerEnd end = ContainerEnd.of(options, place, host.paths());
    Ipv4 ip = new AddressPool(options.bridge(), options.subnet(), host).take(options.ip());
    host.ensureBridge(options.bridge(), options.subnet().with(options.gateway()));
    if (options.nat()) {
      host.setSysctl(FORWARD, "1");
      host.masquerade(new Ipv4Prefix(ip, 32), options.bridge());
    }
    String hostEnd = HostEndName.of(host.paths().state());
    Ipv4Prefix address = options.subnet().with(ip);
    Map<String, String> facts = new HashMap<>();
    facts.put("interface", hostEnd);
    facts.put("bridge", options.bridge());
    facts.put("gateway", options.gateway().toString());
    if (!spec.ports().isEmpty()) {
      facts.put("ports", PublishedPort.join(host.holdPorts(spec.ports())));
    }
    return new NetworkPlan(
        LinuxNamespace.create(NamespaceType.NETWORK),
        List.of(
            new InitOp.Rtnetlink(inside(options, end, place, address, host.facts())),
            working(hostEnd, options.bridge())),
        true,
        address,
        Map.of("host.jcr.internal", options.gateway().toString()),
        ResolvConf.of(options, host.facts()),
        facts);
  }

  @Override
  public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
    attach(spec, plan, NetworkPlace.ALONE, pid, host);
  }

  @Override
  public void attach(
      ContainerSpec spec, NetworkPlan plan, NetworkPlace place, long pid, Host host) {
    VethOptions options = VethOptions.of(spec);
    ContainerEnd end = ContainerEnd.of(options, place, host.paths());
    Ipv4 ip = requireNonNull(plan.address()).address();
    VethPair pair =
        new VethPair(
            HostEndName.of(host.paths().state()),
            options.bridge(),
            options.mtu(),
            end.name(),
            end.index(),
            MacAddress.of(ip),
            pid,
            options.rate());
    try {
      host.createVeth(pair);
    } catch (ErrnoException e) {
      throw options.rate() > 0 && lacksTbf(e) ? withoutTbf(e, place) : e;
    }
    if (!options.spoof()) {
      filter(pair, ip, place, host);
    }
    if (!spec.ports().isEmpty()) {
      host.relayPorts(ip, pid);
    }
  }

  /// The container does not run yet, so it sends nothing before the filter is there.
  private static void filter(VethPair pair, Ipv4 ip, NetworkPlace place, Host host) {
    try {
      host.filterPort(pair.hostName(), pair.peerMac(), ip);
    } catch (ErrnoException e) {
      throw lacksFilter(e) ? withoutFilter(e, place) : e;
    }
  }

  /// Without nfnetlink, nf_tables, its netdev family or that family's hook.
  private static boolean lacksFilter(ErrnoException e) {
    return e.errno() == Errno.EPROTONOSUPPORT
        || e.errno() == Errno.EOPNOTSUPP
        || e.errno() == Errno.EAFNOSUPPORT;
  }

  private static HostException withoutFilter(ErrnoException e, NetworkPlace place) {
    return new HostException(
        place.of("network veth"),
        e,
        "this kernel cannot filter packets with a false sender (load the module nf_tables; it"
            + " needs CONFIG_NF_TABLES_NETDEV and CONFIG_NETFILTER_INGRESS; or let the"
            + " container do it: --net=veth:spoof)");
  }

  /// Nothing else about a pair fails with this error: for the bridge it would be ENODEV, for the
  /// process ESRCH.
  private static boolean lacksTbf(ErrnoException e) {
    return e.errno() == Errno.ENOENT || e.errno() == Errno.EOPNOTSUPP;
  }

  private static HostException withoutTbf(ErrnoException e, NetworkPlace place) {
    return new HostException(
        place.of("network veth"),
        e,
        "this kernel has no tbf queueing discipline (load the module sch_tbf, or leave out rate)");
  }

  private static List<RtnetlinkMessage> inside(
      VethOptions options,
      ContainerEnd end,
      NetworkPlace place,
      Ipv4Prefix address,
      HostFacts facts) {
    List<RtnetlinkMessage> messages = new ArrayList<>();
    if (place.index() == 0) {
      messages.add(new LinkUp("lo"));
    }
    if (options.mtu() >= IPV6_MIN_MTU && facts.read(IPV6).isPresent()) {
      messages.add(new NoLinkLocal(end.name()));
    }
    if (options.rate() > 0) {
      messages.add(NewTbf.of(end.index(), options.rate(), options.mtu()));
    }
    messages.add(new LinkUp(end.name()));
    messages.add(new NewAddress(end.index(), address));
    if (place.defaultRoute()) {
      messages.add(new DefaultRoute(options.gateway()));
    }
    return messages;
  }

  /// This request makes the kernel activate the new port and then the bridge before the user's
  /// program runs. Otherwise one in ten first connections loses its first packet and waits a
  /// second.
  private static InitOp working(String hostEnd, String bridge) {
    return new InitOp.HostRtnetlink(List.of(new GetLink(hostEnd), new GetLink(bridge)));
  }
}
