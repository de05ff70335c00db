package io.jcr.api;

/// An IPv4 address with its prefix length: `10.88.0.7/16`.
///
/// @param address an address in the network
/// @param length 0 to 32
public record Ipv4Prefix(Ipv4 address, int length) {
  public Ipv4Prefix {
    if (length < 0 || length > 32) {
      throw new UsageException("prefix length " + length + " is not between 0 and 32");
    }
  }

  /// Parses CIDR notation.
  ///
  /// @throws UsageException when `text` is not ADDRESS/LENGTH
  public static Ipv4Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !Ascii.isDigits(text.substring(slash + 1), 2)) {
      throw new UsageException("'" + text + "' is not a subnet such as 10.88.0.0/16");
    }
    return new Ipv4Prefix(
        Ipv4.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /// The network's first address (all host bits 0).
  public Ipv4 network() {
    return new Ipv4(address.bits() & mask());
  }

  /// The network's last address (all host bits 1).
  public Ipv4 broadcast() {
    return new Ipv4(address.bits() | ~mask());
  }

  /// Whether `other` is in this network.
  public boolean contains(Ipv4 other) {
    return (other.bits() & mask()) == (address.bits() & mask());
  }

  /// The same network with another address.
  public Ipv4Prefix with(Ipv4 other) {
    return new Ipv4Prefix(other, length);
  }

  private int mask() {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ipv4Prefix that
        && length == that.length
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + length;
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
