package io.jcr.plugins.network;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import io.jcr.api.rtnetlink.LinkName;
import io.jcr.spi.BackendOptions;
import org.jspecify.annotations.Nullable;

/// What can be said behind `--net=veth:`.
///
/// @param nat `nat`: the container reaches what the host reaches, in the host's name
/// @param spoof `spoof`: the container may send in the name of others
/// @param ip `ip=ADDRESS`: the container's address, or null for the first free one
/// @param subnet `subnet=PREFIX`: the network of the bridge and all its containers
/// @param bridge `bridge=NAME`: the bridge on the host
/// @param mtu `mtu=BYTES`: the largest packet
/// @param dns `dns=ADDRESS`: the name server, or null
/// @param rate `rate=BITS`: bytes a second that the container receives at most, and that it sends
///   at most; 0 for no limit
record VethOptions(
    boolean nat,
    boolean spoof,
    @Nullable Ipv4 ip,
    Ipv4Prefix subnet,
    String bridge,
    int mtu,
    @Nullable Ipv4 dns,
    long rate) {
  private static final String SUBJECT = "--net=veth";
  private static final Ipv4Prefix DEFAULT_SUBNET = Ipv4Prefix.parse("10.88.0.0/16");
  private static final String DEFAULT_BRIDGE = "jcr0";
  private static final String DEFAULT_MTU = "1500";

  /// What IPv4 asks of every link (RFC 791).
  private static final int MIN_MTU = 68;

  private static final int MTU_DIGITS = 5;
  private static final int MAX_MTU = 65_535;

  /// Below, a network would hold all of 10.0.0.0/8 and more; above, no container.
  private static final int MIN_LENGTH = 8;

  private static final int MAX_LENGTH = 30;

  /// Reads the options.
  ///
  /// @throws UsageException naming the option that is wrong, and what is allowed
  static VethOptions of(ContainerSpec spec) {
    BackendOptions options = BackendOptions.of(SUBJECT, spec.options("net"));
    boolean nat = options.flag("nat");
    boolean spoof = options.flag("spoof");
    Ipv4 ip = address(options, "ip");
    Ipv4Prefix subnet = subnet(options);
    String bridge = options.value("bridge", "NAME").orElse(bridgeOf(subnet));
    int mtu = mtu(options);
    Ipv4 dns = address(options, "dns");
    String rate = options.value("rate", "BITS").orElse("");
    options.refuseOthers();
    return new VethOptions(
        nat,
        spoof,
        ip,
        subnet,
        bridge,
        mtu,
        dns,
        rate.isEmpty() ? 0 : BitRate.bytesPerSecond(SUBJECT, rate));
  }

  VethOptions {
    if (subnet.length() < MIN_LENGTH || subnet.length() > MAX_LENGTH) {
      throw refusal(
          "subnet", subnet + " has a prefix length outside " + MIN_LENGTH + " to " + MAX_LENGTH);
    }
    if (!subnet.address().equals(subnet.network())) {
      throw refusal(
          "subnet", subnet + " is an address in the network " + subnet.with(subnet.network()));
    }
    int first = subnet.address().bits() >>> 24;
    if (first == 0 || first == 127 || first >= 224) {
      throw refusal("subnet", subnet + " is not for hosts (choose a private one, RFC 1918)");
    }
    if (!LinkName.isValid(bridge)) {
      throw refusal("bridge", "'" + bridge + "' is not the name of an interface: " + LinkName.RULE);
    }
    if (ip != null) {
      requireUsable(ip, subnet);
    }
  }

  /// The bridge's own address: the first of the network.
  Ipv4 gateway() {
    return subnet.network().plus(1);
  }

  private static void requireUsable(Ipv4 ip, Ipv4Prefix subnet) {
    if (!subnet.contains(ip)) {
      throw refusal("ip", ip + " is not in the subnet " + subnet);
    }
    if (ip.equals(subnet.network())) {
      throw refusal("ip", ip + " is the address of the network " + subnet + " itself");
    }
    if (ip.equals(subnet.broadcast())) {
      throw refusal("ip", ip + " is the broadcast address of " + subnet);
    }
    if (ip.equals(subnet.network().plus(1))) {
      throw refusal("ip", ip + " is the address of the bridge, the containers' gateway");
    }
  }

  /// `jcr0`, and for another subnet a name that no second one has: `jcr-0a630000`.
  private static String bridgeOf(Ipv4Prefix subnet) {
    return subnet.equals(DEFAULT_SUBNET)
        ? DEFAULT_BRIDGE
        : "jcr-%08x".formatted(subnet.network().bits());
  }

  private static @Nullable Ipv4 address(BackendOptions options, String key) {
    String text = options.value(key, "ADDRESS").orElse("");
    try {
      return text.isEmpty() ? null : Ipv4.parse(text);
    } catch (UsageException e) {
      throw refusal(key, String.valueOf(e.getMessage()));
    }
  }

  private static Ipv4Prefix subnet(BackendOptions options) {
    String text = options.value("subnet", "PREFIX").orElse("");
    try {
      return text.isEmpty() ? DEFAULT_SUBNET : Ipv4Prefix.parse(text);
    } catch (UsageException e) {
      throw refusal("subnet", String.valueOf(e.getMessage()));
    }
  }

  private static int mtu(BackendOptions options) {
    String text = options.value("mtu", "BYTES").orElse(DEFAULT_MTU);
    int value = number(text);
    if (value < MIN_MTU || value > MAX_MTU) {
      throw refusal("mtu", "'" + text + "' is not a number from " + MIN_MTU + " to " + MAX_MTU);
    }
    return value;
  }

  /// @return 0 when it is none, or has more than five digits
  private static int number(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i == MTU_DIGITS) {
        return 0;
      }
      value = 10 * value + (c - '0');
    }
    return value;
  }

  private static UsageException refusal(String key, String reason) {
    return new UsageException(SUBJECT + ": " + key + ": " + reason);
  }
}
