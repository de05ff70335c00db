package io.jcr.api.rtnetlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a sequence of netlink(7) messages, numbered from 1:
///
/// ```
///  0        4      6       8          12       16
///  | length | type | flags | sequence | port 0 | payload … padded to 4 |   struct nlmsghdr
///  | length (2) | type (2) | value … padded to 4 |                        attribute in the payload
/// ```
///
/// Lengths include the header but not the padding. Numbers are little-endian, as on all machines
/// that jcr runs on, except those written with `be32`.
///
/// ```
/// writer.message(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK).struct(header);
/// writer.string(IFLA_IFNAME, "jcr0");
/// writer.nest(IFLA_LINKINFO).string(IFLA_INFO_KIND, "bridge").end();
/// writer.end();
/// ```
public final class NetlinkWriter {
  public static final int NLM_F_REQUEST = 1;
  public static final int NLM_F_ACK = 4;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;

  private static final int NLA_F_NESTED = 0x8000;
  private static final int MAX_DEPTH = 8;

  /// The offsets of the open message and the attributes open in it, outermost first.
  private final int[] open = new int[MAX_DEPTH];

  private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
  private int depth;
  private int sequence;

  /// Begins a message.
  public NetlinkWriter message(int type, int flags) {
    if (depth != 0) {
      throw new IllegalStateException("a message within a message");
    }
    begin();
    room(16).putInt(0).putShort((short) type).putShort((short) flags);
    buffer.putInt(++sequence).putInt(0);
    return this;
  }

  /// Begins an attribute that contains attributes.
  public NetlinkWriter nest(int type) {
    return open(type | NLA_F_NESTED);
  }

  /// Begins an attribute with other content, such as a struct followed by attributes.
  public NetlinkWriter open(int type) {
    begin();
    room(4).putShort((short) 0).putShort((short) type);
    return this;
  }

  /// Ends the innermost open attribute or message.
  public NetlinkWriter end() {
    int start = open[--depth];
    int length = buffer.position() - start;
    if (depth == 0) {
      buffer.putInt(start, length);
    } else {
      buffer.putShort(start, (short) length);
    }
    return this;
  }

  /// A struct without a header, such as the one that a message begins with.
  ///
  /// @param value a multiple of four bytes
  public NetlinkWriter struct(byte... value) {
    if (value.length % 4 != 0) {
      throw new IllegalArgumentException("a struct of " + value.length + " bytes");
    }
    room(value.length).put(value);
    return this;
  }

  /// A 32-bit number without a header.
  public NetlinkWriter u32(int value) {
    room(4).putInt(value);
    return this;
  }

  /// An attribute of 8 bits.
  public NetlinkWriter u8(int type, int value) {
    return bytes(type, (byte) value);
  }

  /// An attribute of 32 bits.
  public NetlinkWriter u32(int type, int value) {
    return open(type).u32(value).end();
  }

  /// An attribute of 32 bits in network order.
  public NetlinkWriter be32(int type, int value) {
    return u32(type, Integer.reverseBytes(value));
  }

  /// An attribute that is a string, ended by a NUL.
  public NetlinkWriter string(int type, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return bytes(type, Arrays.copyOf(text, text.length + 1));
  }

  /// An attribute of arbitrary bytes.
  public NetlinkWriter bytes(int type, byte... value) {
    int padding = -value.length & 3;
    room(4 + value.length + padding).putShort((short) (4 + value.length)).putShort((short) type);
    buffer.put(value).put(new byte[padding]);
    return this;
  }

  /// The messages so far.
  public byte[] toByteArray() {
    if (depth != 0) {
      throw new IllegalStateException("a message has not been ended");
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void begin() {
    open[depth++] = buffer.position();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer.flip();
      buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(buffer);
    }
    return buffer;
  }
}
