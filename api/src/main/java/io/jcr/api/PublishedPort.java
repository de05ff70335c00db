package io.jcr.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// A port of the host that is published: it leads to a port of the container.
///
/// @param protocol `tcp` or `udp`
/// @param address the host's address; empty for all addresses, IPv4 and IPv6
/// @param first the host's port, or the first of a range from which any free port will do; 0 for
///   any port
/// @param last the last port of the range; equal to `first` for a single port
/// @param containerPort the container's port
public record PublishedPort(
    String protocol, String address, int first, int last, int containerPort) {
  private static final int MAX_PORT = 65_535;
  private static final int DIGITS = 5;
  private static final String FORM =
      "[ADDRESS:][HOST]:CONTAINER[/tcp|/udp] with ports from 1 to 65535 or ranges such as 8000-8009";

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  public PublishedPort {
    if (!isProtocol(protocol)) {
      throw new IllegalArgumentException(protocol);
    }
  }

  private static boolean isProtocol(String name) {
    return name.equals("tcp") || name.equals("udp");
  }

  /// Parses the syntax of docker's `--publish`: `CONTAINER`, `HOST:CONTAINER`,
  /// `ADDRESS:HOST:CONTAINER` or `ADDRESS::CONTAINER`, optionally followed by `/tcp` or `/udp`.
  /// Without HOST, any free port will do. An IPv6 address is in brackets. A range of container
  /// ports needs a range of host ports of the same length, and stands for that many ports. For a
  /// single container port, a range of host ports means any of them.
  ///
  /// @throws UsageException when `text` is something else
  public static List<PublishedPort> parse(String text) {
    int slash = text.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String rest = slash < 0 ? text : text.substring(0, slash);
    if (!isProtocol(protocol)) {
      throw new UsageException(
          "'" + text + "' has protocol '" + protocol + "': allowed are tcp and udp");
    }
    int colon = rest.lastIndexOf(':');
    String container = rest.substring(colon + 1);
    String before = colon < 0 ? "" : rest.substring(0, colon);
    int host = before.startsWith("[") ? before.indexOf("]:") + 1 : before.lastIndexOf(':');
    if (before.startsWith("[") && host == 0) {
      throw refusal(text);
    }
    String address = host < 0 ? "" : address(before.substring(0, host), text);
    Range to = range(container, text);
    String from = before.substring(host + 1);
    return from.isEmpty()
        ? expand(protocol, address, new Range(0, 0), to, text)
        : expand(protocol, address, range(from, text), to, text);
  }

  /// Parses ports separated by commas, as [#join] writes them.
  ///
  /// @throws UsageException for the first that is invalid
  public static List<PublishedPort> parseAll(String text) {
    List<PublishedPort> all = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      all.addAll(parse(one));
    }
    return all;
  }

  /// The ports separated by commas, for [#parseAll].
  public static String join(List<PublishedPort> ports) {
    StringBuilder text = new StringBuilder();
    for (PublishedPort port : ports) {
      text.append(text.isEmpty() ? "" : ",").append(port);
    }
    return text.toString();
  }

  private static List<PublishedPort> expand(
      String protocol, String address, Range from, Range to, String text) {
    if (to.size() == 1) {
      return List.of(new PublishedPort(protocol, address, from.first, from.last, to.first));
    }
    if (from.first != 0 && from.size() != to.size()) {
      throw new UsageException(
          "'"
              + text
              + "' has "
              + from.size()
              + " ports of the host for "
              + to.size()
              + " of the container");
    }
    List<PublishedPort> all = new ArrayList<>();
    for (int i = 0; i < to.size(); i++) {
      int port = from.first == 0 ? 0 : from.first + i;
      all.add(new PublishedPort(protocol, address, port, port, to.first + i));
    }
    return all;
  }

  private static String address(String given, String text) {
    try {
      if (!given.startsWith("[")) {
        return Ipv4.parse(given).toString();
      }
      String six = given.substring(1, given.length() - 1);
      if (six.indexOf(':') >= 0
          && six.indexOf('%') < 0
          && InetAddress.ofLiteral(six) instanceof Inet6Address) {
        return six;
      }
    } catch (UsageException | IllegalArgumentException e) {
      // said below
    }
    throw new UsageException(
        "'"
            + given
            + "' in '"
            + text
            + "' is not an address such as 127.0.0.1 or, in brackets, [::1]");
  }

  private static Range range(String given, String text) {
    int dash = given.indexOf('-');
    int first = port(dash < 0 ? given : given.substring(0, dash), text);
    int last = dash < 0 ? first : port(given.substring(dash + 1), text);
    if (last < first) {
      throw new UsageException("'" + given + "' in '" + text + "' is a range that ends early");
    }
    return new Range(first, last);
  }

  private static int port(String digits, String text) {
    int port = Ascii.isDigits(digits, DIGITS) ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw refusal(text);
    }
    return port;
  }

  private static UsageException refusal(String text) {
    return new UsageException("'" + text + "' is not " + FORM);
  }

  /// A copy with the host's port `port` at the address `where`.
  public PublishedPort on(String where, int port) {
    return new PublishedPort(protocol, where, port, port, containerPort);
  }

  /// Whether this and `other` need the same port of the host, with no alternative.
  public boolean collidesWith(PublishedPort other) {
    boolean sameAddress =
        address.isEmpty() || other.address.isEmpty() || address.equals(other.address);
    boolean fixed = first != 0 && first == last && other.first == other.last;
    return fixed && first == other.first && protocol.equals(other.protocol) && sameAddress;
  }

  /// The host's port with its protocol: `8080/tcp`.
  public String hostPort() {
    return hostRange() + "/" + protocol;
  }

  private String hostRange() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }

  /// In the syntax of [#parse].
  @Override
  public String toString() {
    String before = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    StringBuilder text = new StringBuilder(before);
    if (!before.isEmpty()) {
      text.append(':');
    }
    if (first != 0) {
      text.append(hostRange());
    }
    if (first != 0 || !before.isEmpty()) {
      text.append(':');
    }
    return text.append(containerPort).append('/').append(protocol).toString();
  }
}
