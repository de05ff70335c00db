package io.jcr.spi;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The result of [Network#prepare].
///
/// @param namespace the network namespace to create or join, or null to stay in the host's
/// @param inside operations of the process in that namespace, after [Network#attach]
/// @param attach whether to call [Network#attach]
/// @param address the container's address for `/etc/hosts`, or null when it has none
/// @param hosts more names for `/etc/hosts`, such as the gateway's: name to address
/// @param resolvConf the content of `/etc/resolv.conf`, or null for an empty file
/// @param facts facts for users and tools (`interface`, `gateway` …), which become annotations of
///   the container's state. `jcr inspect` prints values that are JSON objects or arrays as JSON
public record NetworkPlan(
    @Nullable LinuxNamespace namespace,
    List<InitOp> inside,
    boolean attach,
    @Nullable Ipv4Prefix address,
    Map<String, String> hosts,
    @Nullable String resolvConf,
    Map<String, String> facts) {
  public NetworkPlan {
    inside = List.copyOf(inside);
    hosts = Map.copyOf(hosts);
    facts = Map.copyOf(facts);
  }

  /// No new network namespace, and nothing to do in the existing one.
  public static NetworkPlan unchanged() {
    return new NetworkPlan(null, List.of(), false, null, Map.of(), null, Map.of());
  }

  /// A new, unconnected network namespace, in which the process runs `inside`.
  public static NetworkPlan isolated(List<InitOp> inside) {
    return new NetworkPlan(
        LinuxNamespace.create(NamespaceType.NETWORK),
        inside,
        false,
        null,
        Map.of(),
        null,
        Map.of());
  }

  /// The interfaces that it makes in the namespace: those that [#inside] sets up, except `lo`, and
  /// the one that the fact `ifname` names.
  public Set<String> interfaces() {
    Set<String> names = new LinkedHashSet<>();
    for (InitOp op : inside) {
      if (op instanceof InitOp.Rtnetlink(var messages)) {
        for (RtnetlinkMessage message : messages) {
          if (message instanceof RtnetlinkMessage.LinkUp(String name)) {
            names.add(name);
          }
        }
      }
    }
    String named = facts.get("ifname");
    if (named != null) {
      names.add(named);
    }
    names.remove("lo");
    return names;
  }

  /// Whether it leads beyond its own subnet: it sets a default route, or has the fact `gateway`.
  public boolean hasGateway() {
    boolean route =
        inside.stream()
            .anyMatch(op ->
                op instanceof InitOp.Rtnetlink(var messages)
                    && messages.stream().anyMatch(RtnetlinkMessage.DefaultRoute.class::isInstance));
    return route || facts.containsKey("gateway");
  }
}
