package io.jcr.cli;

import io.jcr.api.Errno;
import io.jcr.api.rtnetlink.NetlinkWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/// The kernel's end of a netlink(7) socket as a [AotTraining] sees it: the only address is the
/// loopback's, there is no interface until one has been made, which is a bridge of jcr's then, and
/// every change is acknowledged.
final class TrainingNetlink {
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_LABEL = 3;
  private static final int IFF_UP = 1;
  private static final int INDEX = 7;

  private final Deque<byte[]> replies = new ArrayDeque<>();
  private boolean linkMade;

  void send(byte[] packet) {
    ByteBuffer messages = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < packet.length; at += (messages.getInt(at) + 3) & ~3) {
      answer(messages.getShort(at + 4), messages.getShort(at + 6));
    }
  }

  byte[] recv() {
    return replies.remove();
  }

  private void answer(int type, int flags) {
    boolean dump = (flags & NetlinkWriter.NLM_F_DUMP) == NetlinkWriter.NLM_F_DUMP;
    int errno = type == RTM_GETLINK && !dump && !linkMade ? Errno.ENODEV : 0;
    if (dump) {
      replies.add(loopbackAddress());
    } else if (type == RTM_GETLINK && linkMade) {
      replies.add(bridge());
    }
    linkMade |= type == RTM_NEWLINK;
    if ((flags & NetlinkWriter.NLM_F_ACK) != 0) {
      int end = dump ? NLMSG_DONE : NLMSG_ERROR;
      replies.add(new NetlinkWriter().message(end, 0).u32(-errno).end().toByteArray());
    }
  }

  private static byte[] bridge() {
    return new NetlinkWriter()
        .message(RTM_NEWLINK, 0)
        .u32(0)
        .u32(INDEX)
        .u32(IFF_UP)
        .u32(0)
        .string(IFLA_IFNAME, "jcr0")
        .bytes(IFLA_ADDRESS, new byte[] {2, 'j', 'c', 'r', 0, 1})
        .nest(IFLA_LINKINFO)
        .string(IFLA_INFO_KIND, "bridge")
        .end()
        .end()
        .toByteArray();
  }

  private static byte[] loopbackAddress() {
    return new NetlinkWriter()
        .message(RTM_NEWADDR, 0)
        .struct(new byte[] {2, 8, 0, 0}) // AF_INET, length of the prefix
        .u32(1)
        .bytes(IFA_LOCAL, new byte[] {127, 0, 0, 1})
        .string(IFA_LABEL, "lo")
        .end()
        .toByteArray();
  }
}
