package io.jcr.api.rtnetlink;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import java.util.List;

/// An rtnetlink(7) request, sent with NLM_F_REQUEST and NLM_F_ACK. To construct one has no effect
/// except that names are checked.
public sealed interface RtnetlinkMessage {
  /// RTM_NEWLINK for an existing interface: sets it up.
  record LinkUp(String name) implements RtnetlinkMessage {
    public LinkUp {
      LinkName.require(name);
    }
  }

  /// RTM_NEWLINK for an existing interface: IN6_ADDR_GEN_MODE_NONE, so that it gets no link-local
  /// IPv6 address and sends nothing when it is set up. Fails with EAFNOSUPPORT if the kernel has no
  /// IPv6.
  record NoLinkLocal(String name) implements RtnetlinkMessage {
    public NoLinkLocal {
      LinkName.require(name);
    }
  }

  /// RTM_NEWLINK: a bridge, down, without spanning tree, so that a new port forwards at once.
  ///
  /// @param name must not exist (EEXIST)
  /// @param mac its own address; without one, a bridge's address changes with its ports
  record NewBridge(String name, MacAddress mac) implements RtnetlinkMessage {
    public NewBridge {
      LinkName.require(name);
    }
  }

  /// RTM_NEWLINK: a veth(4) pair. The end here is up; the other, in another network namespace, is
  /// down, since the kernel cannot set it up before the pair exists.
  ///
  /// @param name of the end here
  /// @param index of the end here, not in use (EEXIST); the kernel uses `peer.index` only if this
  ///   index is given too
  /// @param master index of the bridge that the end here joins
  /// @param mtu of both ends
  /// @param peer the other end
  record NewVeth(String name, int index, int master, int mtu, Peer peer)
      implements RtnetlinkMessage {
    public NewVeth {
      LinkName.require(name);
    }
  }

  /// The end of a veth pair in the other network namespace.
  ///
  /// @param name its name there
  /// @param index its index there
  /// @param mac its address
  /// @param pid a process in that namespace
  record Peer(String name, int index, MacAddress mac, long pid) {
    public Peer {
      LinkName.require(name);
    }
  }

  /// RTM_NEWLINK: an interface of any kind in another network namespace, down.
  ///
  /// @param kind IFLA_INFO_KIND, such as `macvlan` (EOPNOTSUPP when the kernel has no such kind)
  /// @param name its name there
  /// @param index its index there
  /// @param parent index of the interface here that it is based on, or 0 for none
  /// @param mtu the largest packet, or 0 for the kind's default
  /// @param data the kind's own attributes
  /// @param pid a process in that namespace
  record NewLink(
      String kind, String name, int index, int parent, int mtu, List<LinkAttribute> data, long pid)
      implements RtnetlinkMessage {
    public NewLink {
      LinkName.require(name);
      data = List.copyOf(data);
    }
  }

  /// RTM_NEWQDISC: tbf(8) as the root queueing discipline of an interface, which must not have one
  /// yet (EEXIST). It limits what the interface sends to `rate`. ENOENT means that the kernel lacks
  /// tbf, EOPNOTSUPP that it has no queueing disciplines.
  ///
  /// @param index of the interface
  /// @param rate bytes per second
  /// @param burst bytes that may be sent at once, at least the size of the largest packet
  /// @param limit bytes that may queue; packets beyond that are dropped
  record NewTbf(int index, long rate, int burst, int limit) implements RtnetlinkMessage {
    /// TCP sends packets of 64 KiB over a veth pair; one of them would fill a shorter queue.
    private static final long MIN_LIMIT = 1 << 17;

    private static final long MIN_BURST = 1 << 14;
    private static final int HEADER = 18; // Ethernet's, with a VLAN

    public NewTbf {
      if (rate < 1 || burst < 1 || limit < burst) {
        throw new IllegalArgumentException(
            "tbf rate " + rate + ", burst " + burst + ", limit " + limit);
      }
    }

    /// With a burst of 10 ms and a queue of 100 ms at this rate.
    ///
    /// @param mtu of the interface
    public static NewTbf of(int index, long rate, int mtu) {
      long burst = Math.max(Math.max(rate / 100, MIN_BURST), mtu + HEADER);
      long limit = burst + Math.max(rate / 10, MIN_LIMIT);
      return new NewTbf(index, rate, clamp(burst), clamp(limit));
    }

    private static int clamp(long bytes) {
      return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
  }

  /// RTM_DELLINK.
  record DeleteLink(String name) implements RtnetlinkMessage {
    public DeleteLink {
      LinkName.require(name);
    }
  }

  /// RTM_GETLINK: answered by an RTM_NEWLINK message, or ENODEV. Before it answers, the kernel (6.8
  /// and later) handles a carrier that has just come up, which it would otherwise do some time
  /// later.
  record GetLink(String name) implements RtnetlinkMessage {
    public GetLink {
      LinkName.require(name);
    }
  }

  /// RTM_NEWADDR.
  ///
  /// @param index the interface's
  /// @param address with the length of its network's prefix
  record NewAddress(int index, Ipv4Prefix address) implements RtnetlinkMessage {}

  /// RTM_NEWROUTE: the default route.
  ///
  /// @param gateway an address on a connected network (else ENETUNREACH)
  record DefaultRoute(Ipv4 gateway) implements RtnetlinkMessage {}

  /// The bytes of `messages`, one struct nlmsghdr after the other, numbered from 1.
  static byte[] encode(List<? extends RtnetlinkMessage> messages) {
    NetlinkWriter writer = new NetlinkWriter();
    for (RtnetlinkMessage message : messages) {
      RtnetlinkEncoder.write(message, writer);
    }
    return writer.toByteArray();
  }
}
