package io.jcr.api;

/// An IPv4 address.
///
/// @param bits the address in host order: 10.88.0.1 is 0x0a580001
public record Ipv4(int bits) implements Comparable<Ipv4> {
  private static final int PARTS = 4;
  private static final int MAX_DIGITS = 3;

  /// Parses dotted decimal notation.
  ///
  /// @throws UsageException when `text` is not an IPv4 address
  public static Ipv4 parse(String text) {
    String[] parts = text.split("\\.", -1);
    boolean wellFormed = parts.length == PARTS;
    for (String part : parts) {
      wellFormed &= isNumber(part);
    }
    if (!wellFormed) {
      throw new UsageException("'" + text + "' is not an IPv4 address such as 10.88.0.7");
    }
    int bits = 0;
    for (String digits : parts) {
      int part = Integer.parseInt(digits);
      if (part > 255) {
        throw new UsageException(
            "'" + text + "' is not an IPv4 address: " + part + " is above 255");
      }
      bits = bits << 8 | part;
    }
    return new Ipv4(bits);
  }

  /// Without leading zeros, which inet_aton(3) would read as octal.
  private static boolean isNumber(String part) {
    return Ascii.isDigits(part, MAX_DIGITS) && (part.length() == 1 || part.charAt(0) != '0');
  }

  /// The address `offset` after this one.
  public Ipv4 plus(int offset) {
    return new Ipv4(bits + offset);
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  /// Written by hand, as in [Ipv4Prefix]: a record's generated method is linked at its first use,
  /// which adds 5 ms to the start of a container.
  @Override
  public boolean equals(Object other) {
    return other instanceof Ipv4 that && bits == that.bits;
  }

  @Override
  public int hashCode() {
    return bits;
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }
}
