package io.jcr.runtime;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.UsageException;
import io.jcr.spi.NetworkPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether several networks fit into one container: one network namespace, in which interfaces have
/// different names and different subnets.
final class NetworkFit {
  private record Subnet(Ipv4Prefix address, String network) {}

  private final Map<String, String> interfaces = new HashMap<>();
  private final List<Subnet> subnets = new ArrayList<>();
  private @Nullable LinuxNamespace namespace;

  /// Adds a network to those before it.
  ///
  /// @param network for messages, such as `--net=veth (second network)`
  /// @throws UsageException when it does not fit
  void add(NetworkPlan plan, String network) {
    checkNamespace(plan, network);
    for (String name : plan.interfaces()) {
      String other = interfaces.put(name, network);
      if (other != null) {
        throw new UsageException(
            other
                + " and "
                + network
                + " both make the interface "
                + name
                + " in the container (give one of them another name)");
      }
    }
    Ipv4Prefix address = plan.address();
    if (address != null) {
      checkSubnet(address, network);
      subnets.add(new Subnet(address, network));
    }
  }

  private void checkNamespace(NetworkPlan plan, String network) {
    LinuxNamespace wanted = plan.namespace();
    if (wanted == null) {
      throw new UsageException(
          network
              + " is the host's own network namespace, and cannot be combined with other networks");
    }
    if (namespace == null) {
      namespace = wanted;
    } else if (wanted.path() != null && !wanted.path().equals(namespace.path())) {
      throw new UsageException(
          network
              + " brings a network namespace, "
              + wanted.path()
              + ", so it can only be the first network (write it first)");
    }
  }

  private void checkSubnet(Ipv4Prefix address, String network) {
    for (Subnet other : subnets) {
      if (other.address().contains(address.address())
          || address.contains(other.address().address())) {
        throw new UsageException(
            other.network()
                + " and "
                + network
                + " both have the subnet "
                + address.with(address.network())
                + ", and the container could not tell them apart (give one of them another)");
      }
    }
  }
}
