package io.jcr.plugins.cni;

import io.jcr.api.HostException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import java.util.List;
import java.util.Optional;

/// The result of ADD: interfaces, addresses, routes, name servers.
///
/// @param json the whole result
record CniResult(Json json) {
  /// Parses a result.
  ///
  /// @param plugin the plugin it came from
  /// @throws HostException when it is not a result
  static CniResult parse(String plugin, String text) {
    try {
      CniResult result = new CniResult(Json.parse(text));
      var _ = result.address();
      return result;
    } catch (UsageException e) {
      throw new HostException(
          "the answer of the plugin " + plugin + " is malformed: " + e.getMessage());
    }
  }

  /// The container's first IPv4 address.
  Optional<Ipv4Prefix> address() {
    return inside().map(ip -> Ipv4Prefix.parse(ip.string("address").orElse("")));
  }

  /// The gateway listed with that address.
  Optional<String> gateway() {
    return inside().flatMap(ip -> ip.string("gateway"));
  }

  private Optional<Json> inside() {
    return json.objects("ips").stream()
        .filter(this::isContainers)
        .filter(ip -> !ip.string("address").orElse("").contains(":"))
        .findFirst();
  }

  /// Plugins also list what they created on the host; only the container's interfaces have a
  /// sandbox.
  private boolean isContainers(Json ip) {
    List<Json> interfaces = json.objects("interfaces");
    Optional<Integer> index = ip.integer("interface");
    return index.isEmpty()
        || index.get() < 0
        || index.get() >= interfaces.size()
        || !interfaces.get(index.get()).string("sandbox").orElse("").isEmpty();
  }

  /// A resolv.conf(5), or empty when the network has no name servers.
  Optional<String> resolvConf() {
    Json dns = json.object("dns");
    if (dns.strings("nameservers").isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    dns.string("domain").filter(d -> !d.isEmpty()).ifPresent(d -> line(text, "domain", d));
    if (!dns.strings("search").isEmpty()) {
      line(text, "search", String.join(" ", dns.strings("search")));
    }
    dns.strings("nameservers").forEach(server -> line(text, "nameserver", server));
    if (!dns.strings("options").isEmpty()) {
      line(text, "options", String.join(" ", dns.strings("options")));
    }
    return Optional.of(text.toString());
  }

  private static void line(StringBuilder text, String keyword, String value) {
    text.append(keyword).append(' ').append(value.replaceAll("\\s+", " ")).append('\n');
  }
}
