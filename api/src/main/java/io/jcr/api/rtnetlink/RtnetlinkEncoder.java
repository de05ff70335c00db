package io.jcr.api.rtnetlink;

import static io.jcr.api.rtnetlink.NetlinkWriter.NLM_F_ACK;
import static io.jcr.api.rtnetlink.NetlinkWriter.NLM_F_CREATE;
import static io.jcr.api.rtnetlink.NetlinkWriter.NLM_F_EXCL;
import static io.jcr.api.rtnetlink.NetlinkWriter.NLM_F_REQUEST;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
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

/// Encodes the messages with the constants of `linux/rtnetlink.h`, `linux/if_link.h` and
/// `linux/if_addr.h`.
final class RtnetlinkEncoder {
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_NEWQDISC = 36;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int IFF_UP = 1;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_NET_NS_PID = 19;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_BR_STP_STATE = 5;
  private static final int VETH_INFO_PEER = 1;
  private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  private static final int IN6_ADDR_GEN_MODE_NONE = 1;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;

  private static final int RTA_GATEWAY = 5;
  private static final byte RT_TABLE_MAIN = (byte) 254;
  private static final byte RTPROT_BOOT = 3;
  private static final byte RTN_UNICAST = 1;

  private static final int TCA_KIND = 1;
  private static final int TCA_OPTIONS = 2;
  private static final int TCA_TBF_PARMS = 1;
  private static final int TCA_TBF_RATE64 = 4;
  private static final int TCA_TBF_BURST = 6;
  private static final int TC_H_ROOT = 0xffff_ffff;
  private static final int TC_LINKLAYER_ETHERNET = 1;
  private static final int FIRST_HANDLE = 1 << 16; // 1:

  private static final int CHANGE = NLM_F_REQUEST | NLM_F_ACK;
  private static final int CREATE = CHANGE | NLM_F_CREATE | NLM_F_EXCL;

  private RtnetlinkEncoder() {}

  static void write(RtnetlinkMessage message, NetlinkWriter writer) {
    NetlinkWriter open =
        switch (message) {
          case LinkUp(String name) -> link(writer, RTM_NEWLINK, CHANGE, name, 0, IFF_UP);
          case NoLinkLocal(String name) -> noLinkLocal(writer, name);
          case NewBridge(String name, MacAddress mac) -> newBridge(writer, name, mac);
          case NewVeth veth -> newVeth(writer, veth);
          case NewLink link -> newLink(writer, link);
          case DeleteLink(String name) -> link(writer, RTM_DELLINK, CHANGE, name, 0, 0);
          case GetLink(String name) -> link(writer, RTM_GETLINK, CHANGE, name, 0, 0);
          case NewTbf tbf -> newTbf(writer, tbf);
          case NewAddress address -> newAddress(writer, address);
          case DefaultRoute(var gateway) ->
              writer
                  .message(RTM_NEWROUTE, CREATE)
                  // struct rtmsg: scope RT_SCOPE_UNIVERSE, no destination
                  .struct(
                      (byte) AF_INET,
                      (byte) 0,
                      (byte) 0,
                      (byte) 0,
                      RT_TABLE_MAIN,
                      RTPROT_BOOT,
                      (byte) 0,
                      RTN_UNICAST,
                      (byte) 0,
                      (byte) 0,
                      (byte) 0,
                      (byte) 0)
                  .be32(RTA_GATEWAY, gateway.bits());
        };
    open.end();
  }

  /// A message about an interface: struct ifinfomsg, then its name.
  private static NetlinkWriter link(
      NetlinkWriter writer, int type, int flags, String name, int index, int up) {
    writer.message(type, flags);
    return ifinfomsg(writer, index, up).string(IFLA_IFNAME, name);
  }

  /// struct ifinfomsg: family and type 0, index, flags, and which of them to change.
  private static NetlinkWriter ifinfomsg(NetlinkWriter writer, int index, int up) {
    return writer.u32(0).u32(index).u32(up).u32(up);
  }

  private static NetlinkWriter noLinkLocal(NetlinkWriter writer, String name) {
    return link(writer, RTM_NEWLINK, CHANGE, name, 0, 0)
        .nest(IFLA_AF_SPEC)
        .nest(AF_INET6)
        .u8(IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE)
        .end()
        .end();
  }

  private static NetlinkWriter newBridge(NetlinkWriter writer, String name, MacAddress mac) {
    return link(writer, RTM_NEWLINK, CREATE, name, 0, 0)
        .bytes(IFLA_ADDRESS, mac.toByteArray())
        .nest(IFLA_LINKINFO)
        .string(IFLA_INFO_KIND, "bridge")
        .nest(IFLA_INFO_DATA)
        .u32(IFLA_BR_STP_STATE, 0)
        .end()
        .end();
  }

  private static NetlinkWriter newVeth(NetlinkWriter writer, NewVeth veth) {
    Peer peer = veth.peer();
    link(writer, RTM_NEWLINK, CREATE, veth.name(), veth.index(), IFF_UP)
        .u32(IFLA_MTU, veth.mtu())
        .u32(IFLA_MASTER, veth.master())
        .nest(IFLA_LINKINFO)
        .string(IFLA_INFO_KIND, "veth")
        .nest(IFLA_INFO_DATA)
        .open(VETH_INFO_PEER);
    return ifinfomsg(writer, peer.index(), 0)
        .string(IFLA_IFNAME, peer.name())
        .bytes(IFLA_ADDRESS, peer.mac().toByteArray())
        .u32(IFLA_MTU, veth.mtu())
        .u32(IFLA_NET_NS_PID, Math.toIntExact(peer.pid()))
        .end()
        .end()
        .end();
  }

  private static NetlinkWriter newLink(NetlinkWriter writer, NewLink link) {
    link(writer, RTM_NEWLINK, CREATE, link.name(), link.index(), 0)
        .u32(IFLA_NET_NS_PID, Math.toIntExact(link.pid()));
    if (link.parent() != 0) {
      writer.u32(IFLA_LINK, link.parent());
    }
    if (link.mtu() != 0) {
      writer.u32(IFLA_MTU, link.mtu());
    }
    writer.nest(IFLA_LINKINFO).string(IFLA_INFO_KIND, link.kind()).nest(IFLA_INFO_DATA);
    link.data().forEach(attribute -> writer.bytes(attribute.type(), attribute.toByteArray()));
    return writer.end().end();
  }

  private static NetlinkWriter newTbf(NetlinkWriter writer, NewTbf tbf) {
    writer
        .message(RTM_NEWQDISC, CREATE)
        // struct tcmsg: family 0, index, handle, parent, info 0
        .u32(0)
        .u32(tbf.index())
        .u32(FIRST_HANDLE)
        .u32(TC_H_ROOT)
        .u32(0)
        .string(TCA_KIND, "tbf")
        .nest(TCA_OPTIONS)
        .open(TCA_TBF_PARMS);
    tcRatespec(writer, (int) Math.min(tbf.rate(), 0xffff_ffffL));
    tcRatespec(writer, 0) // no peak rate
        .u32(tbf.limit())
        .u32(0) // burst in scheduler ticks; given below in bytes
        .u32(0) // largest packet at the peak rate
        .end();
    return writer
        .open(TCA_TBF_RATE64)
        .u32((int) tbf.rate())
        .u32((int) (tbf.rate() >>> Integer.SIZE))
        .end()
        .u32(TCA_TBF_BURST, tbf.burst())
        .end();
  }

  /// struct tc_ratespec: cell_log, linklayer, overhead, cell_align, mpu, bytes a second. With a
  /// link layer set, the kernel needs no table of transmission times.
  private static NetlinkWriter tcRatespec(NetlinkWriter writer, int rate) {
    return writer
        .struct((byte) 0, (byte) TC_LINKLAYER_ETHERNET, (byte) 0, (byte) 0)
        .u32(0)
        .u32(rate);
  }

  private static NetlinkWriter newAddress(NetlinkWriter writer, NewAddress message) {
    Ipv4Prefix address = message.address();
    int bits = address.address().bits();
    writer
        .message(RTM_NEWADDR, CREATE)
        // struct ifaddrmsg: family, prefix length, flags 0, scope RT_SCOPE_UNIVERSE
        .struct((byte) AF_INET, (byte) address.length(), (byte) 0, (byte) 0)
        .u32(message.index())
        .be32(IFA_LOCAL, bits)
        .be32(IFA_ADDRESS, bits);
    // a network of two addresses (RFC 3021) has no broadcast address
    return address.length() >= 31 ? writer : writer.be32(IFA_BROADCAST, address.broadcast().bits());
  }
}
