package io.jcr.plugins.network;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import io.jcr.api.rtnetlink.LinkName;
import io.jcr.spi.BackendOption;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options after `--net=veth:`.
///
/// @param nat `nat`: the container reaches what the host reaches, with the host's address
/// @param spoof `spoof`: the container may send with other addresses than its own
/// @param ip `ip=ADDRESS`: the container's address, or null for the first free one
/// @param subnet `subnet=PREFIX`: the network of the bridge and all its containers
/// @param bridge `bridge=NAME`: the bridge on the host
/// @param ifname `ifname=NAME`: the interface in the container, or null for the usual one
/// @param mtu `mtu=BYTES`: the largest packet
/// @param dns `dns=ADDRESS`: the name server, or null
/// @param rate `rate=BITS`: the most that the container receives, and the most that it sends, in
///   bytes per second; 0 for no limit
record VethOptions(
    boolean nat,
    boolean spoof,
    @Nullable Ipv4 ip,
    Ipv4Prefix subnet,
    String bridge,
    @Nullable String ifname,
    int mtu,
    @Nullable Ipv4 dns,
    long rate) {
  private static final String SUBJECT = "--net=veth";
  private static final Ipv4Prefix DEFAULT_SUBNET = Ipv4Prefix.parse("10.88.0.0/16");
  private static final String DEFAULT_BRIDGE = "jcr0";

  /// The lower bound is what IPv4 requires of every link (RFC 791).
  private static final OptionType MTU = new OptionType.WholeNumber("BYTES", 68, 65_535);

  static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.flag("nat", "reach what the host reaches, with the host's address"),
          BackendOption.flag("spoof", "allow sending with other addresses than the container's own")
              .withExample("spoof"),
          BackendOption.value(
              "ip", new OptionType.Ipv4Address(), "the container's address (default: a free one)"),
          BackendOption.value(
                  "subnet",
                  new OptionType.Ipv4Network(),
                  "the network of the bridge (default: 10.88.0.0/16, or one made from the name of another bridge)")
              .withExample("10.88.0.0/16"),
          BackendOption.value(
              "bridge",
              new OptionType.Text("NAME"),
              "the bridge (default: jcr0, or jcr- and the subnet in hexadecimal digits)"),
          BackendOption.value(
                  "ifname",
                  new OptionType.Text("NAME"),
                  "the interface in the container (default: eth0, in the second network eth1)")
              .withExample("lan0"),
          BackendOption.value("mtu", MTU, "the largest packet")
              .withDefault("1500")
              .withExample("1400"),
          BackendOption.value(
                  "dns", new OptionType.Ipv4Address(), "the name server (default: the host's)")
              .withExample("192.0.2.1"),
          BackendOption.value(
                  "rate",
                  new OptionType.Text("BITS"),
                  "limit receiving and sending, in bits per second: 10M, 1G")
              .withExample("10M"));

  /// A prefix shorter than the minimum would cover more than 10.0.0.0/8; one longer than the
  /// maximum has no room for a container.
  private static final int MIN_LENGTH = 8;

  private static final int MAX_LENGTH = 30;

  /// The second byte of what [#subnetOf] makes: from above the default's up to 254.
  private static final int FIRST_SUBNET = 89;

  private static final int SUBNETS = 254 - FIRST_SUBNET + 1;

  /// Reads the options.
  ///
  /// @throws UsageException naming the wrong option, and what is allowed
  static VethOptions of(ContainerSpec spec) {
    ParsedOptions options = ParsedOptions.parse(SUBJECT, DESCRIBED, spec.options("net"));
    Ipv4Prefix subnet =
        options
            .network("subnet")
            .orElseGet(() -> subnetOf(options.text("bridge").orElse(DEFAULT_BRIDGE)));
    String rate = options.text("rate").orElse("");
    return new VethOptions(
        options.flag("nat"),
        options.flag("spoof"),
        options.address("ip").orElse(null),
        subnet,
        options.text("bridge").orElse(bridgeOf(subnet)),
        options.text("ifname").orElse(null),
        (int) options.number("mtu"),
        options.address("dns").orElse(null),
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
    if (ifname != null && (!LinkName.isValid(ifname) || ifname.equals("lo"))) {
      throw refusal("ifname", "'" + ifname + "' is not the name of an interface: " + LinkName.RULE);
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

  /// `jcr0`, or for another subnet a name that is unique to it: `jcr-0a630000`.
  private static String bridgeOf(Ipv4Prefix subnet) {
    return subnet.equals(DEFAULT_SUBNET)
        ? DEFAULT_BRIDGE
        : "jcr-%08x".formatted(subnet.network().bits());
  }

  /// The subnet of jcr0, or for another bridge one that is made from its name, so that bridges do
  /// not meet: `10.89.0.0/16` to `10.254.0.0/16`.
  private static Ipv4Prefix subnetOf(String bridge) {
    if (bridge.equals(DEFAULT_BRIDGE)) {
      return DEFAULT_SUBNET;
    }
    int second = FIRST_SUBNET + Math.floorMod(bridge.hashCode(), SUBNETS);
    return new Ipv4Prefix(new Ipv4(10 << 24 | second << 16), DEFAULT_SUBNET.length());
  }

  private static UsageException refusal(String key, String reason) {
    return new UsageException(SUBJECT + ": " + key + ": " + reason);
  }
}
