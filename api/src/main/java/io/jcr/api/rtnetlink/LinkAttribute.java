package io.jcr.api.rtnetlink;

/// A numeric attribute of a kind of interface (IFLA_INFO_DATA), in the byte order of the machine.
///
/// @param type such as IFLA_MACVLAN_MODE of `linux/if_link.h`
/// @param bytes its size in bytes: 1, 2 or 4
/// @param value as an unsigned number
public record LinkAttribute(int type, int bytes, long value) {
  public LinkAttribute {
    if ((bytes != 1 && bytes != 2 && bytes != 4) || value < 0 || value >> (8 * bytes) != 0) {
      throw new IllegalArgumentException(value + " in " + bytes + " bytes");
    }
  }

  /// An attribute of 32 bits.
  public static LinkAttribute u32(int type, long value) {
    return new LinkAttribute(type, 4, value);
  }

  /// An attribute of 16 bits.
  public static LinkAttribute u16(int type, int value) {
    return new LinkAttribute(type, 2, value);
  }

  /// An attribute of 8 bits.
  public static LinkAttribute u8(int type, int value) {
    return new LinkAttribute(type, 1, value);
  }

  byte[] toByteArray() {
    byte[] all = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      all[i] = (byte) (value >> (8 * i));
    }
    return all;
  }
}
