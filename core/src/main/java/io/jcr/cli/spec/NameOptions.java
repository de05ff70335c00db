package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.Ipv4;
import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.runtime.NameResolution;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// docker's options about names: what `/etc/hosts` and `/etc/resolv.conf` say.
public final class NameOptions {
  private static final int MAX_NAME = 253;

  private List<String> hosts = new ArrayList<>();
  private List<String> servers = new ArrayList<>();
  private List<String> search = new ArrayList<>();
  private List<String> options = new ArrayList<>();

  /// The options.
  void declare(OptionTable table) {
    table
        .values(
            "--add-host",
            "NAME:IP",
            "Add a line to /etc/hosts (also NAME=IP); the IP host-gateway is the host's address as the container sees it.",
            given -> hosts = given)
        .values(
            "--dns",
            "IP",
            "Ask this name server instead of the network's.",
            given -> servers = given)
        .values(
            "--dns-search",
            "DOMAIN",
            "Look up short names in this domain instead of the network's (.: in none).",
            given -> search = given)
        .values(
            "--dns-option, --dns-opt",
            "OPTION",
            "Option for resolv.conf(5), such as ndots:2.",
            given -> options = given);
  }

  /// What they say.
  ///
  /// @param networks the chosen ones, which may name a server of their own
  /// @throws UsageException for the first that is malformed
  NameResolution parse(List<BackendChoice> networks) {
    for (BackendChoice network : networks) {
      if (!servers.isEmpty() && network.options().containsKey("dns")) {
        throw new UsageException(
            "--dns="
                + servers.getFirst()
                + " and dns="
                + network.options().get("dns")
                + " of --net are the same option (leave one of them out)");
      }
    }
    return new NameResolution(
        parse(hosts, NameOptions::host),
        parse(servers, NameOptions::server),
        parse(search, NameOptions::domain),
        parse(options, NameOptions::option));
  }

  private interface Parser {
    String parse(String text);
  }

  private static List<String> parse(List<String> texts, Parser parser) {
    List<String> parsed = new ArrayList<>();
    for (String text : texts) {
      parsed.add(parser.parse(text));
    }
    return parsed;
  }

  /// `NAME:IP` or `NAME=IP`, whichever separator comes first; brackets around an IPv6 address may
  /// be.
  private static String host(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    int end = equals >= 0 && (colon < 0 || equals < colon) ? equals : colon;
    String name = text.substring(0, Math.max(end, 0));
    String address = text.substring(end + 1);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    if (!isName(name) || (!address.equals(NameResolution.HOST_GATEWAY) && !isAddress(address))) {
      throw new UsageException(
          "--add-host="
              + text
              + ": expected NAME:IP, with an IPv4 or IPv6 address or host-gateway, such as"
              + " db:10.0.0.7");
    }
    return name + "=" + address;
  }

  private static String server(String text) {
    if (!isAddress(text)) {
      throw new UsageException(
          "--dns="
              + text
              + ": expected the IPv4 or IPv6 address of a name server, such as 9.9.9.9");
    }
    return text;
  }

  private static String domain(String text) {
    if (!text.equals(NameResolution.NO_SEARCH) && !isName(text)) {
      throw new UsageException(
          "--dns-search=" + text + ": expected a domain such as example.com, or . for none");
    }
    return text;
  }

  private static String option(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        throw badOption(text);
      }
    }
    if (text.isEmpty()) {
      throw badOption(text);
    }
    return text;
  }

  private static UsageException badOption(String text) {
    return new UsageException(
        "--dns-option=" + text + ": expected one option of resolv.conf(5), such as ndots:2");
  }

  /// Letters, digits, and what is between them in names that are in use.
  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && c != '_' && (i == 0 || (c != '-' && c != '.'))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_NAME;
  }

  private static boolean isAddress(String text) {
    try {
      if (text.indexOf(':') < 0) {
        Ipv4 _ = Ipv4.parse(text);
        return true;
      }
      return text.indexOf('%') < 0
          && text.indexOf('[') < 0
          && InetAddress.ofLiteral(text) instanceof Inet6Address;
    } catch (UsageException | IllegalArgumentException e) {
      return false;
    }
  }
}
