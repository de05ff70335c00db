package io.jcr.linux.netlink;

import io.jcr.api.MacAddress;
import java.nio.ByteBuffer;

/// A network interface, as described by RTM_NEWLINK.
///
/// @param index the kernel's number for it
/// @param name its name
/// @param up whether IFF_UP is set
/// @param kind such as `bridge` or `veth`; empty for other devices, such as physical ones
/// @param mac its address; all zeros when it has no six-byte address
/// @param master the index of the bridge that it is a port of, or 0
/// @param mtu the largest packet in bytes
public record Link(
    int index, String name, boolean up, String kind, MacAddress mac, int master, int mtu) {
  private static final int IFINFOMSG = 16;
  private static final int IFF_UP = 1;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;

  static Link of(NetlinkReply reply) {
    return new Link(
        reply.payload().getInt(4),
        reply.attribute(IFINFOMSG, IFLA_IFNAME).map(NetlinkReply::text).orElse(""),
        (reply.payload().getInt(8) & IFF_UP) != 0,
        reply
            .attribute(IFINFOMSG, IFLA_LINKINFO)
            .flatMap(info -> NetlinkReply.attribute(info, 0, IFLA_INFO_KIND))
            .map(NetlinkReply::text)
            .orElse(""),
        reply.attribute(IFINFOMSG, IFLA_ADDRESS).map(Link::mac).orElse(new MacAddress(0)),
        reply.attribute(IFINFOMSG, IFLA_MASTER).map(value -> value.getInt(0)).orElse(0),
        reply.attribute(IFINFOMSG, IFLA_MTU).map(value -> value.getInt(0)).orElse(0));
  }

  private static MacAddress mac(ByteBuffer value) {
    if (value.limit() != 6) {
      return new MacAddress(0);
    }
    long bits = 0;
    for (int i = 0; i < 6; i++) {
      bits = bits << 8 | (value.get(i) & 0xff);
    }
    return new MacAddress(bits);
  }
}
