package io.jcr.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An IPv4 address.
///
/// @param bits the address in host order: 10.88.0.1 is 0x0a580001
public record Ipv4(int bits) implements Comparable<Ipv4> {
  /// Without leading zeros, which inet_aton(3) takes for octal numbers.
  private static final String PART = "(0|[1-9]\\d{0,2})";

  private static final Pattern FORM =
      Pattern.compile(PART + "\\." + PART + "\\." + PART + "\\." + PART);

  /// Parses dotted decimal notation.
  ///
  /// @throws UsageException when `text` is no address
  public static Ipv4 parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("'" + text + "' is not an IPv4 address such as 10.88.0.7");
    }
    int bits = 0;
    for (int group = 1; group <= 4; group++) {
      int part = Integer.parseInt(matcher.group(group));
      if (part > 255) {
        throw new UsageException(
            "'" + text + "' is not an IPv4 address: " + part + " is above 255");
      }
      bits = bits << 8 | part;
    }
    return new Ipv4(bits);
  }

  /// The address `offset` further.
  public Ipv4 plus(int offset) {
    return new Ipv4(bits + offset);
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  /// Written out, as in [Ipv4Prefix], because what a record gets by itself is linked at its first
  /// use, which costs the start of a container 5 ms.
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
