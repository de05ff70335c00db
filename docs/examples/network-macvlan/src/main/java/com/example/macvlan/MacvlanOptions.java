package com.example.macvlan;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import io.jcr.api.rtnetlink.LinkName;
import io.jcr.spi.BackendOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What stands behind `--net=macvlan:`.
///
/// @param parent `parent=NAME`: the host's interface
/// @param subnet `subnet=PREFIX`: the parent's network, of which the container takes an address
/// @param ip `ip=ADDRESS`: the container's address, else the first free one
/// @param gateway `gateway=ADDRESS`: the default route
/// @param mode `mode=NAME`: who may talk to whom
/// @param mtu `mtu=BYTES`, or 0 for the parent's
record MacvlanOptions(
    String parent, Ipv4Prefix subnet, Optional<Ipv4> ip, Optional<Ipv4> gateway, Mode mode, int mtu) {
  private static final String SUBJECT = "--net=macvlan";

  /// MACVLAN_MODE_… of `linux/if_link.h`.
  enum Mode {
    PRIVATE,
    VEPA,
    BRIDGE,
    PASSTHRU;

    int bits() {
      return 1 << ordinal();
    }
  }

  static MacvlanOptions of(ContainerSpec spec) {
    BackendOptions options = BackendOptions.of(SUBJECT, spec.options("net"));
    Optional<String> parent = options.value("parent", "INTERFACE");
    Optional<Ipv4Prefix> subnet = read(options, "subnet", "PREFIX", Ipv4Prefix::parse);
    Optional<Ipv4> ip = read(options, "ip", "ADDRESS", Ipv4::parse);
    Optional<Ipv4> gateway = read(options, "gateway", "ADDRESS", Ipv4::parse);
    Optional<Mode> mode = read(options, "mode", "MODE", MacvlanOptions::mode);
    Optional<Integer> mtu = read(options, "mtu", "BYTES", MacvlanOptions::mtu);
    options.refuseOthers();
    return new MacvlanOptions(
        parent.orElseThrow(() -> missing("parent=INTERFACE")),
        subnet.orElseThrow(() -> missing("subnet=PREFIX")),
        ip,
        gateway,
        mode.orElse(Mode.BRIDGE),
        mtu.orElse(0));
  }

  MacvlanOptions {
    if (!LinkName.isValid(parent)) {
      throw new UsageException(SUBJECT + ": parent: '" + parent + "' is not an interface name");
    }
    if (!subnet.address().equals(subnet.network()) || subnet.length() > 30) {
      throw new UsageException(
          SUBJECT + ": subnet: " + subnet + " is no network with room for hosts, as 192.168.1.0/24");
    }
    Ipv4Prefix network = subnet;
    ip.filter(address -> !network.contains(address))
        .ifPresent(
            address -> {
              throw new UsageException(
                  SUBJECT + ": ip: " + address + " is not in the subnet " + network);
            });
  }

  private static <T> Optional<T> read(
      BackendOptions options, String key, String meaning, Function<String, T> parser) {
    try {
      return options.value(key, meaning).map(parser);
    } catch (UsageException e) {
      String reason = e.getMessage();
      throw reason.startsWith(SUBJECT) ? e : new UsageException(SUBJECT + ": " + key + ": " + reason);
    }
  }

  private static Mode mode(String name) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "'" + name + "' is none of private, vepa, bridge, passthru"));
  }

  private static int mtu(String text) {
    int mtu = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (mtu < 68 || mtu > 65_535) {
      throw new UsageException("'" + text + "' is not a number from 68 to 65535");
    }
    return mtu;
  }

  private static UsageException missing(String option) {
    return new UsageException(SUBJECT + ": an option is missing: " + option);
  }
}
