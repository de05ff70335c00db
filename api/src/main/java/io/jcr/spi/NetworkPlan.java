package io.jcr.spi;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a network backend has prepared.
///
/// @param namespace the network namespace to create or join, or null to stay in the host's
/// @param inside operations of the process in that namespace, after [Network#attach]
/// @param attach whether [Network#attach] shall be called
/// @param address the container's address for `/etc/hosts`, or null when it has none
/// @param hosts further names for `/etc/hosts`, such as the gateway's: name to address
/// @param resolvConf what `/etc/resolv.conf` shall hold, or null for an empty one
/// @param facts what users and tools may want to know (`interface`, `gateway` …): they become
///   annotations of the container's state. `jcr inspect` shows a JSON object or array in one as
///   such
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

  /// No network namespace of its own, and nothing to do in the one there is.
  public static NetworkPlan unchanged() {
    return new NetworkPlan(null, List.of(), false, null, Map.of(), null, Map.of());
  }

  /// A new network namespace in which the process does `inside`, unconnected.
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
}
