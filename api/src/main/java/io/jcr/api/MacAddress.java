package io.jcr.api;

import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// A hardware address of six bytes.
///
/// @param bits the six bytes as a number, the first byte being the highest
public record MacAddress(long bits) {
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("hardware address of more than six bytes");
    }
  }

  /// Parses `02:42:0a:58:00:07`.
  ///
  /// @throws UsageException when `text` is no such address
  public static MacAddress parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new UsageException(
          "'" + text + "' is not a hardware address such as 02:42:0a:58:00:07");
    }
    return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
  }

  /// The locally administered address `02:42:…` whose last four bytes are `address`: unique where
  /// that is.
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
