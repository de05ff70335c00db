package io.jcr.linux.netlink;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An IPv4 address of a network interface, as described by RTM_NEWADDR.
///
/// @param index the interface's
/// @param address with its prefix length
/// @param label the interface's name
record LinkAddress(int index, Ipv4Prefix address, String label) {
  private static final int AF_INET = 2;
  private static final int IFADDRMSG = 8;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_LABEL = 3;

  /// Decodes a message; empty when the address is not IPv4.
  static Optional<LinkAddress> of(NetlinkReply reply) {
    ByteBuffer payload = reply.payload();
    if (payload.get(0) != AF_INET) {
      return Optional.empty();
    }
    String label = reply.attribute(IFADDRMSG, IFA_LABEL).map(NetlinkReply::text).orElse("");
    int length = payload.get(1) & 0xff;
    return reply
        .attribute(IFADDRMSG, IFA_LOCAL)
        .map(value -> new Ipv4(Integer.reverseBytes(value.getInt(0))))
        .map(ip -> new LinkAddress(payload.getInt(4), new Ipv4Prefix(ip, length), label));
  }

  /// Whether the two networks have addresses in common.
  boolean overlaps(Ipv4Prefix other) {
    return address.contains(other.network()) || other.contains(address.network());
  }
}
