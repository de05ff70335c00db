package io.jcr.cli;

import io.jcr.api.rtnetlink.NetlinkWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The kernel's part of rtnetlink(7) for a rehearsal: there is a bridge of jcr's, and whatever is
/// asked for is done.
final class RehearsedNetlink {
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_GETADDR = 22;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_LABEL = 3;
  private static final int INDEX = 2;
  private static final String NAME = "jcr0";

  private RehearsedNetlink() {}

  /// What the kernel says to `messages`, in one packet.
  static byte[] answer(byte[] messages) {
    ByteBuffer buffer = ByteBuffer.wrap(messages).order(ByteOrder.LITTLE_ENDIAN);
    NetlinkWriter writer = new NetlinkWriter();
    for (int at = 0; at < messages.length; at += (buffer.getInt(at) + 3) & ~3) {
      switch (buffer.getShort(at + 4)) {
        case RTM_GETLINK -> {
          link(writer);
          end(writer, NLMSG_ERROR);
        }
        case RTM_GETADDR -> {
          address(writer);
          end(writer, NLMSG_DONE);
        }
        default -> end(writer, NLMSG_ERROR);
      }
    }
    return writer.toByteArray();
  }

  private static void link(NetlinkWriter writer) {
    writer
        .message(RTM_NEWLINK, 0)
        .u32(0)
        .u32(INDEX)
        .u32(1) // IFF_UP
        .u32(0)
        .string(IFLA_IFNAME, NAME)
        .bytes(IFLA_ADDRESS, (byte) 2, (byte) 'j', (byte) 'c', (byte) 'r', (byte) 0, (byte) 1)
        .nest(IFLA_LINKINFO)
        .string(IFLA_INFO_KIND, "bridge")
        .end()
        .end();
  }

  private static void address(NetlinkWriter writer) {
    writer
        .message(RTM_NEWADDR, 0)
        .struct((byte) 2, (byte) 16, (byte) 0, (byte) 0) // AF_INET, prefix length
        .u32(INDEX)
        .be32(IFA_LOCAL, 0x0a58_0001)
        .string(IFA_LABEL, NAME)
        .end();
  }

  private static void end(NetlinkWriter writer, int type) {
    writer.message(type, 0).u32(0).end();
  }
}
