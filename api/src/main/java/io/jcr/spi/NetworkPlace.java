package io.jcr.spi;

import io.jcr.api.LinuxNamespace;
import io.jcr.api.UsageException;
import java.util.List;
import java.util.Optional;

/// The place of a network among the networks of a container: `--net` given several times. The
/// container has one network namespace, in which each network makes an interface of its own.
///
/// A network that knows of places overrides the methods of [Network] that have one. Any other is
/// [adapted][#adapt(NetworkPlan)] to its place: it can be any of the networks.
///
/// @param index from 0
/// @param count how many networks the container has
/// @param interfaceName the interface that it makes, unless the user has named another: `eth0` for
///   the first network, `eth1` for the second
/// @param defaultRoute whether the default route is for this network to give, if it has a gateway:
///   no network before it has one, and the namespace is not somebody else's
/// @param before what the networks before it have prepared, in their order, like CNI's prevResult
public record NetworkPlace(
    int index, int count, String interfaceName, boolean defaultRoute, List<NetworkPlan> before) {
  /// The place of a container's only network.
  public static final NetworkPlace ALONE = new NetworkPlace(0, 1, "eth0", true, List.of());

  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");

  public NetworkPlace {
    before = List.copyOf(before);
    if (index < 0 || index >= count || index != before.size()) {
      throw new IllegalArgumentException(
          "network " + index + " of " + count + ", after " + before.size());
    }
  }

  /// Whether it is the container's only network.
  public boolean isAlone() {
    return count == 1;
  }

  /// The network namespace that the networks before it have chosen; empty for the first network.
  public Optional<LinuxNamespace> namespace() {
    return before.isEmpty() ? Optional.empty() : Optional.ofNullable(before.getFirst().namespace());
  }

  /// How messages name the network: `--net=veth` alone, else `--net=veth (second network)`.
  ///
  /// @param network such as `--net=veth` or `network veth`
  public String of(String network) {
    return isAlone() ? network : network + " (" + ordinal(index) + " network)";
  }

  /// An index as a word: `first` for 0.
  public static String ordinal(int index) {
    return index < ORDINALS.size() ? ORDINALS.get(index) : (index + 1) + "th";
  }

  /// For a network that others cannot be added to.
  ///
  /// @param network for the message, such as `--net=host`
  /// @param reason why not, as in `it is the host's own`
  /// @throws UsageException when the container has other networks
  public void requireAlone(String network, String reason) {
    if (!isAlone()) {
      throw new UsageException(
          network + " cannot be combined with other networks: " + reason + " (leave --net out)");
    }
  }

  /// A plan that was made without regard to this place, put into it. The first network's stays as
  /// it is. In that of another, `eth0` is renamed to [#interfaceName], indices of interfaces are
  /// moved up by 100 a network, and the default route is left out unless it is this network's.
  public NetworkPlan adapt(NetworkPlan plan) {
    return index == 0 ? plan : new Placed(this).plan(plan);
  }

  /// A host on which interfaces are created as [#adapt(NetworkPlan)] names them.
  public Host adapt(Host host) {
    return index == 0 ? host : new PlacedHost(new Placed(this), host);
  }
}
