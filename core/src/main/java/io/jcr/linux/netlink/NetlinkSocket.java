package io.jcr.linux.netlink;

import io.jcr.api.Capability;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A netlink(7) socket in the network namespace of the thread that created it. Not thread-safe.
///
/// ```
///  us ── messages, one send ──────────► kernel    (works on them before send returns)
///     ◄── replies to a GET ───────────
///     ◄── NLMSG_ERROR(errno) ─────────  one per message; errno 0 is the acknowledgement
///     ◄── NLMSG_DONE ─────────────────  the same at the end of a dump
/// ```
public final class NetlinkSocket implements AutoCloseable {
  public static final int NETLINK_ROUTE = 0;
  public static final int NETLINK_NETFILTER = 12;

  private static final int NLM_F_ACK = 4;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int HEADER = 16;
  private static final int FLAGS = 6;

  /// Room for one datagram: the kernel never puts more of a dump into one than the reader has room
  /// for, and a message about one interface is smaller than 4 KiB.
  private static final int DATAGRAM = 16 * 1024;

  private final Libc libc;
  private final int fd;

  /// Opens a socket.
  ///
  /// @param protocol such as [#NETLINK_ROUTE]
  public NetlinkSocket(Libc libc, int protocol) {
    this.libc = libc;
    this.fd = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, protocol);
  }

  /// Sends `messages` in one packet and waits for the acknowledgement of each that asks for one.
  ///
  /// @param operation what they do together, for the exception
  /// @param object to what
  /// @return what else the kernel sent, in order
  /// @throws ErrnoException the first error that the kernel reported
  public List<NetlinkReply> request(String operation, String object, byte[] messages) {
    libc.send(fd, messages);
    List<NetlinkReply> replies = new ArrayList<>();
    int error = 0;
    for (int pending = acknowledgements(messages); pending > 0; ) {
      ByteBuffer datagram = wrap(libc.recv(fd, DATAGRAM));
      while (datagram.remaining() >= HEADER) {
        NetlinkReply reply = next(datagram);
        if (reply.type() == NLMSG_ERROR || reply.type() == NLMSG_DONE) {
          pending--;
          error = error == 0 ? -reply.payload().getInt(0) : error;
        } else {
          replies.add(reply);
        }
      }
    }
    if (error != 0) {
      throw new ErrnoException(operation, object, error, Capability.CAP_NET_ADMIN);
    }
    return List.copyOf(replies);
  }

  @Override
  public void close() {
    libc.close(fd);
  }

  private static int acknowledgements(byte[] messages) {
    ByteBuffer buffer = wrap(messages);
    int count = 0;
    for (int at = 0; at < messages.length; at += aligned(buffer.getInt(at))) {
      if ((buffer.getShort(at + FLAGS) & NLM_F_ACK) != 0) {
        count++;
      }
    }
    return count;
  }

  private static NetlinkReply next(ByteBuffer datagram) {
    int start = datagram.position();
    int length = datagram.getInt(start);
    int type = Short.toUnsignedInt(datagram.getShort(start + 4));
    int flags = Short.toUnsignedInt(datagram.getShort(start + FLAGS));
    datagram.position(Math.min(datagram.limit(), start + aligned(length)));
    ByteBuffer payload = datagram.slice(start + HEADER, length - HEADER);
    return new NetlinkReply(type, flags, payload.order(ByteOrder.LITTLE_ENDIAN));
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int aligned(int length) {
    return (length + 3) & ~3;
  }
}
