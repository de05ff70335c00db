package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.NetworkPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The user's settings for name resolution: lines for `/etc/hosts`, and replacements for parts of
/// the network's `/etc/resolv.conf`. The OCI runtime spec cannot express them, so they are
/// annotations `io.jcr.*` of the spec.
///
/// @param hosts `NAME=ADDRESS` for lines of `/etc/hosts`; the address may be [#HOST_GATEWAY]
/// @param servers addresses of name servers; empty for those of the network
/// @param search domains in which short names are looked up; empty for those of the network, a
///   single [#NO_SEARCH] for none
/// @param options options of resolv.conf(5); empty for those of the network
public record NameResolution(
    List<String> hosts, List<String> servers, List<String> search, List<String> options) {
  /// docker's word for the address at which the container reaches the host.
  public static final String HOST_GATEWAY = "host-gateway";

  /// docker's word for an empty search list.
  public static final String NO_SEARCH = ".";

  private static final String HOSTS = "io.jcr.hosts";
  private static final String SERVERS = "io.jcr.dns";
  private static final String SEARCH = "io.jcr.dns-search";
  private static final String OPTIONS = "io.jcr.dns-options";

  public NameResolution {
    hosts = List.copyOf(hosts);
    servers = List.copyOf(servers);
    search = List.copyOf(search);
    options = List.copyOf(options);
  }

  /// Reads the annotations of `spec`.
  public static NameResolution of(ContainerSpec spec) {
    Map<String, String> annotations = spec.annotations();
    return new NameResolution(
        words(annotations.getOrDefault(HOSTS, "")),
        words(annotations.getOrDefault(SERVERS, "")),
        words(annotations.getOrDefault(SEARCH, "")),
        words(annotations.getOrDefault(OPTIONS, "")));
  }

  /// The annotations for these settings.
  public Map<String, String> annotations() {
    Map<String, String> annotations = new HashMap<>();
    put(annotations, HOSTS, hosts);
    put(annotations, SERVERS, servers);
    put(annotations, SEARCH, search);
    put(annotations, OPTIONS, options);
    return annotations;
  }

  private static void put(Map<String, String> to, String name, List<String> words) {
    if (!words.isEmpty()) {
      to.put(name, String.join(" ", words));
    }
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.replace('\t', ' ').replace('\n', ' ').split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /// Refuses settings that the container cannot have, before anything is changed.
  ///
  /// @throws UsageException when `/etc` belongs to another container, or the network does not reach
  ///   the host
  void check(ContainerSpec spec, NetworkPlan network) {
    if (annotations().isEmpty()) {
      return;
    }
    if (spec.seesJoinedRoot()) {
      throw new UsageException(
          "--ns joins a mount namespace, whose /etc is used as it is: --add-host and --dns need files"
              + " of the container's own (add mnt=new to --ns=setns)");
    }
    String _ = hostLines(spec, network);
  }

  /// The lines for `/etc/hosts`.
  String hostLines(ContainerSpec spec, NetworkPlan network) {
    StringBuilder lines = new StringBuilder();
    for (String host : hosts) {
      int equals = host.indexOf('=');
      String name = host.substring(0, Math.max(equals, 0));
      String address = host.substring(equals + 1);
      lines
          .append(address.equals(HOST_GATEWAY) ? gateway(name, spec, network) : address)
          .append('\t')
          .append(name)
          .append('\n');
    }
    return lines.toString();
  }

  private static String gateway(String name, ContainerSpec spec, NetworkPlan network) {
    String gateway = network.facts().get("gateway");
    if (gateway != null) {
      return gateway;
    }
    if (spec.namespace(NamespaceType.NETWORK).isEmpty()) {
      return "127.0.0.1";
    }
    throw new UsageException(
        "--add-host="
            + name
            + ":"
            + HOST_GATEWAY
            + ": this container's network does not lead to the host (use --net=veth, or give an"
            + " address)");
  }

  /// The content of `/etc/resolv.conf`.
  ///
  /// @param own the content that the network provides
  String resolvConf(String own) {
    if (servers.isEmpty() && search.isEmpty() && options.isEmpty()) {
      return own;
    }
    StringBuilder text = new StringBuilder();
    for (String line : own.split("\n", -1)) {
      if (!line.isBlank() && isKept(line.stripLeading())) {
        text.append(line).append('\n');
      }
    }
    for (String server : servers) {
      text.append("nameserver ").append(server).append('\n');
    }
    append(text, "search ", search.equals(List.of(NO_SEARCH)) ? List.of() : search);
    append(text, "options ", options);
    return text.toString();
  }

  /// Whether a line of the network's file is kept. Comments are not: they are about its servers.
  private boolean isKept(String line) {
    boolean server = line.startsWith("nameserver") || line.startsWith("#") || line.startsWith(";");
    boolean domains = line.startsWith("search") || line.startsWith("domain");
    return !(server && !servers.isEmpty())
        && !(domains && !search.isEmpty())
        && !(line.startsWith("options") && !options.isEmpty());
  }

  private static void append(StringBuilder text, String keyword, List<String> words) {
    if (!words.isEmpty()) {
      text.append(keyword).append(String.join(" ", words)).append('\n');
    }
  }
}
