package io.jcr.linux.netlink;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.NetlinkWriter;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DeleteLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewBridge;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewTbf;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewVeth;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NoLinkLocal;
import io.jcr.api.rtnetlink.RtnetlinkMessage.Peer;
import io.jcr.linux.Libc;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.VethPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The host's network interfaces, through rtnetlink(7). Several jcr processes may work at once.
///
/// A bridge is jcr's when its address begins with `02:6a:63:72` (`jcr`). The message that creates
/// the bridge sets it, so no other jcr ever sees the bridge without it.
public final class LinuxLinks implements AutoCloseable {
  private static final long OURS = 0x026a_6372L;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_GETADDR = 22;
  private static final int DUMP =
      NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_ACK | NetlinkWriter.NLM_F_DUMP;
  private static final int IFINFOMSG = 16;
  private static final int IFADDRMSG = 8;
  private static final int ATTEMPTS = 8;

  /// The indices that jcr gives to host ends start here, above those that the kernel counts up from
  /// 1.
  private static final int HIGH_INDEX = 0x4000_0000;

  private static final int MAX_INDEX = 0x7fff_ffff;

  /// The kernel takes IPv6 off an interface with a smaller MTU (RFC 8200), which then has no IPv6
  /// settings to change (EAFNOSUPPORT).
  private static final int IPV6_MIN_MTU = 1280;

  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");

  private final NetlinkSocket socket;
  private final Ipv6Settings ipv6;

  /// The interfaces of the calling thread's network namespace.
  public LinuxLinks(Libc libc) {
    this.socket = new NetlinkSocket(libc, NetlinkSocket.NETLINK_ROUTE);
    this.ipv6 = new Ipv6Settings(libc);
  }

  /// Makes sure that a bridge of jcr's exists, is up, has this address and accepts no IPv6
  /// configuration from containers. Call this in the network namespace where this object was
  /// constructed.
  ///
  /// @throws HostException when the name belongs to something else, the bridge has another address,
  ///   or another interface has an address in the same network
  public void ensureBridge(String name, Ipv4Prefix address) {
    Link bridge = find(name).orElseGet(() -> createBridge(name, address));
    if (!isOurs(bridge)) {
      throw new HostException(
          "bridge "
              + name
              + ": there is an interface of this name that jcr did not make (choose another name)");
    }
    ipv6.closeUnlessClosed(name);
    if (!bridge.up()) {
      request("set up bridge", name, new LinkUp(name));
    }
    List<Ipv4Prefix> addresses = addresses(bridge);
    if (addresses.isEmpty()) {
      addAddress(bridge, address);
    } else if (!addresses.contains(address)) {
      throw new HostException(
          "bridge "
              + name
              + ": it has the address "
              + addresses.getFirst()
              + ", not "
              + address
              + " (another subnet needs another bridge)");
    }
  }

  private Link createBridge(String name, Ipv4Prefix address) {
    addresses().stream()
        .filter(a -> a.overlaps(address) && !a.label().equals(name))
        .findFirst()
        .ifPresent(a -> refuse(address, a));
    long mac = OURS << 16 | (address.address().bits() & 0xffff);
    tolerating(
        Errno.EEXIST,
        () -> request("create bridge", name, new NewBridge(name, new MacAddress(mac))));
    ipv6.close(name);
    return get(name);
  }

  private static void refuse(Ipv4Prefix wanted, LinkAddress other) {
    throw new HostException(
        "subnet "
            + wanted.with(wanted.network())
            + " is in use: "
            + other.label()
            + " has the address "
            + other.address()
            + " (choose another subnet)");
  }

  private void addAddress(Link bridge, Ipv4Prefix address) {
    tolerating(
        Errno.EEXIST,
        () ->
            request(
                "add address " + address + " to bridge",
                bridge.name(),
                new NewAddress(bridge.index(), address)));
  }

  /// Creates a veth pair. Its host end is up, in the bridge and without IPv6, and its rate is
  /// limited to the pair's. Call this in the network namespace where this object was constructed.
  public void createVeth(VethPair pair) {
    int master = get(pair.bridge()).index();
    int index = pair.hostName().hashCode();
    for (int attempt = 1; !createVeth(pair, (index & MAX_INDEX) | HIGH_INDEX, master); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new ErrnoException("create veth", pair.hostName(), Errno.EBUSY);
      }
      index++;
    }
  }

  /// @return false when the index is in use
  private boolean createVeth(VethPair pair, int index, int master) {
    String name = pair.hostName();
    Peer peer = new Peer(pair.peerName(), pair.peerIndex(), pair.peerMac(), pair.pid());
    RtnetlinkMessage veth = new NewVeth(name, index, master, pair.mtu(), peer);
    try {
      if (pair.mtu() >= IPV6_MIN_MTU && Files.exists(IPV6)) {
        request("create veth", name, veth, new NoLinkLocal(name));
        ipv6.close(name);
      } else {
        request("create veth", name, veth);
      }
    } catch (ErrnoException e) {
      boolean taken = e.errno() == Errno.EEXIST || e.errno() == Errno.EBUSY;
      if (taken && find(name).isEmpty()) {
        return false;
      }
      throw e;
    }
    if (pair.rate() > 0) {
      request("limit the rate of veth", name, NewTbf.of(index, pair.rate(), pair.mtu()));
    }
    return true;
  }

  /// Creates an interface in a container's network namespace.
  public void createLink(ContainerLink link) {
    int parent = link.parent().isEmpty() ? 0 : get(link.parent()).index();
    request(
        "create " + link.kind(),
        link.name(),
        new NewLink(
            link.kind(), link.name(), link.index(), parent, link.mtu(), link.data(), link.pid()));
  }

  /// Removes an interface; does nothing if it is missing.
  public void deleteLink(String name) {
    tolerating(Errno.ENODEV, () -> request("delete link", name, new DeleteLink(name)));
  }

  /// The names of jcr's bridges that no interface is connected to.
  public List<String> idleBridges() {
    List<Link> links = dump(RTM_GETLINK, IFINFOMSG).stream().map(Link::of).toList();
    Set<Integer> masters = links.stream().map(Link::master).collect(Collectors.toSet());
    return links.stream()
        .filter(link -> isOurs(link) && !masters.contains(link.index()))
        .map(Link::name)
        .toList();
  }

  /// The interface of this name, if there is one.
  public Optional<Link> find(String name) {
    try {
      return Optional.of(get(name));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private Link get(String name) {
    return Link.of(request("find interface", name, new GetLink(name)).getFirst());
  }

  private static boolean isOurs(Link link) {
    return link.kind().equals("bridge") && link.mac().bits() >>> 16 == OURS;
  }

  /// The IPv4 addresses of an interface.
  List<Ipv4Prefix> addresses(Link link) {
    return addresses().stream()
        .filter(address -> address.index() == link.index())
        .map(LinkAddress::address)
        .toList();
  }

  private List<LinkAddress> addresses() {
    return dump(RTM_GETADDR, IFADDRMSG).stream()
        .map(LinkAddress::of)
        .flatMap(Optional::stream)
        .toList();
  }

  /// All objects of a type. A dump is repeated if something changed while it ran.
  private List<NetlinkReply> dump(int type, int header) {
    byte[] message =
        new NetlinkWriter().message(type, DUMP).struct(new byte[header]).end().toByteArray();
    List<NetlinkReply> replies = List.of();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      replies = socket.request("list", "interfaces", message);
      if (replies.stream().noneMatch(NetlinkReply::interrupted)) {
        break;
      }
    }
    return replies;
  }

  private List<NetlinkReply> request(
      String operation, String object, RtnetlinkMessage... messages) {
    return socket.request(operation, object, RtnetlinkMessage.encode(List.of(messages)));
  }

  private static void tolerating(int errno, Runnable change) {
    try {
      change.run();
    } catch (ErrnoException e) {
      if (e.errno() != errno) {
        throw e;
      }
    }
  }
}
