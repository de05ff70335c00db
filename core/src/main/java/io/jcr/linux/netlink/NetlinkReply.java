package io.jcr.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A message from the kernel.
///
/// @param type such as RTM_NEWLINK
/// @param flags NLM_F_…
/// @param payload what follows the header, little-endian
public record NetlinkReply(int type, int flags, ByteBuffer payload) {
  private static final int NLM_F_DUMP_INTR = 0x10;
  private static final int NLA_TYPE_MASK = 0x3fff;

  /// Whether something changed during the dump that this is part of, so that entries may be
  /// missing.
  boolean interrupted() {
    return (flags & NLM_F_DUMP_INTR) != 0;
  }

  /// The value of an attribute.
  ///
  /// @param header the size of the struct before the attributes
  public Optional<ByteBuffer> attribute(int header, int wanted) {
    return attribute(payload, header, wanted);
  }

  /// The value of an attribute among those that begin at `start`.
  static Optional<ByteBuffer> attribute(ByteBuffer attributes, int start, int wanted) {
    int at = start;
    while (at + 4 <= attributes.limit()) {
      int length = Short.toUnsignedInt(attributes.getShort(at));
      int type = attributes.getShort(at + 2) & NLA_TYPE_MASK;
      if (length < 4 || length > attributes.limit() - at) {
        break;
      }
      if (type == wanted) {
        return Optional.of(attributes.slice(at + 4, length - 4).order(ByteOrder.LITTLE_ENDIAN));
      }
      at += (length + 3) & ~3;
    }
    return Optional.empty();
  }

  /// A NUL-terminated string.
  public static String text(ByteBuffer value) {
    byte[] bytes = new byte[value.limit()];
    value.get(0, bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
