package io.jcr.api;

import java.util.HexFormat;
import java.util.StringJoiner;

/// A hardware address of six bytes.
///
/// @param bits the six bytes as a number, most significant first
public record MacAddress(long bits) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int TEXT_LENGTH = "02:42:0a:58:00:07".length();

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("hardware address of more than six bytes");
    }
  }

  /// Parses `02:42:0a:58:00:07`.
  ///
  /// @throws UsageException when `text` is not such an address
  public static MacAddress parse(String text) {
    if (!isWellFormed(text)) {
      throw new UsageException(
          "'" + text + "' is not a hardware address such as 02:42:0a:58:00:07");
    }
    return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
  }

  private static boolean isWellFormed(String text) {
    boolean wellFormed = text.length() == TEXT_LENGTH;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      wellFormed &= i % 3 == 2 ? c == ':' : c < 128 && Character.digit(c, 16) >= 0;
    }
    return wellFormed;
  }

  /// The locally administered address `02:42:…` that ends with the four bytes of `address`, and is
  /// unique wherever that is.
  public static MacAddress of(Ipv4 address) {
    return new MacAddress(0x0242L << 32 | Integer.toUnsignedLong(address.bits()));
  }

  /// The six bytes.
  public byte[] toByteArray() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (bits >>> (8 * (5 - i)));
    }
    return bytes;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(":");
    for (byte b : toByteArray()) {
      text.add(HEX.toHexDigits(b));
    }
    return text.toString();
  }
}
