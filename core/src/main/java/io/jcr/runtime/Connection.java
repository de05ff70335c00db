package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.op.InitOp;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the networks of a container have prepared.
///
/// @param parts by each network, in their order; none if the container joins a namespace otherwise
/// @param whole of all of them together: its namespace is the first network's; its address, its
///   gateway, its `resolv.conf` and each name for `/etc/hosts` are those of the first network that
///   has one. The facts of the others have `net.2.`, `net.3.` before their names
record Connection(List<Part> parts, NetworkPlan whole) {
  private static final String GATEWAY = "gateway";

  /// By one network.
  ///
  /// @param label how messages name it
  record Part(String label, NetworkPlace place, NetworkPlan plan) {}

  Connection {
    parts = List.copyOf(parts);
  }

  /// Of a container that no network of jcr's connects.
  static Connection none() {
    return new Connection(List.of(), NetworkPlan.unchanged());
  }

  /// Of a container with one network.
  static Connection of(String label, NetworkPlan plan) {
    return new Connection(List.of(new Part(label, NetworkPlace.ALONE, plan)), plan);
  }

  /// Of a container with these networks.
  static Connection of(List<Part> parts) {
    List<InitOp> inside = new ArrayList<>();
    boolean attach = false;
    @Nullable Ipv4Prefix address = null;
    Map<String, String> hosts = new HashMap<>();
    @Nullable String resolvConf = null;
    Map<String, String> facts = new HashMap<>();
    for (Part part : parts) {
      NetworkPlan plan = part.plan();
      inside.addAll(plan.inside());
      attach |= plan.attach();
      address = address == null ? plan.address() : address;
      plan.hosts().forEach(hosts::putIfAbsent);
      resolvConf = resolvConf == null ? plan.resolvConf() : resolvConf;
      facts.putAll(facts(part));
      if (plan.facts().containsKey(GATEWAY)) {
        facts.putIfAbsent(GATEWAY, plan.facts().get(GATEWAY));
      }
    }
    return new Connection(
        parts,
        new NetworkPlan(
            parts.getFirst().plan().namespace(),
            inside,
            attach,
            address,
            hosts,
            resolvConf,
            facts));
  }

  private static Map<String, String> facts(Part part) {
    if (part.place().index() == 0) {
      return part.plan().facts();
    }
    String before = ContainerSpec.networkOption(part.place().index()).concat(".");
    Map<String, String> facts = new HashMap<>();
    part.plan().facts().forEach((name, fact) -> facts.put(before.concat(name), fact));
    if (part.plan().address() != null) {
      facts.put(before.concat("address"), part.plan().address().toString());
    }
    return facts;
  }
}
