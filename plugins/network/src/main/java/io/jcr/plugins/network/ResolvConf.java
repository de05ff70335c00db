package io.jcr.plugins.network;

import io.jcr.api.Ipv4;
import io.jcr.api.UsageException;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a container's resolv.conf(5) says.
final class ResolvConf {
  private static final Path HOST = Path.of("/etc/resolv.conf");

  /// Where systemd-resolved keeps the servers behind its own 127.0.0.53.
  private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

  private static final String NONE =
      "# the host's name servers cannot be reached from here: use --net=veth:nat,dns=ADDRESS\n";

  private ResolvConf() {}

  /// The server that was asked for; else with `nat` those of the host that can be reached from a
  /// container by IPv4, and its search domains; else null.
  static @Nullable String of(VethOptions options, HostFacts facts) {
    if (options.dns() != null) {
      return "nameserver " + options.dns() + "\n";
    }
    if (!options.nat()) {
      return null;
    }
    return Stream.of(HOST, BEHIND_STUB)
        .map(file -> reachable(facts.read(file).orElse("").lines().toList()))
        .filter(lines -> lines.stream().anyMatch(ResolvConf::isServer))
        .findFirst()
        .map(lines -> String.join("\n", lines) + "\n")
        .orElse(NONE);
  }

  private static List<String> reachable(List<String> lines) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.matches("(search|domain|options)\\s.*") || isServer(line))
        .toList();
  }

  private static boolean isServer(String line) {
    String[] words = line.split("\\s+", 3);
    if (words.length < 2 || !words[0].equals("nameserver")) {
      return false;
    }
    try {
      return Ipv4.parse(words[1]).bits() >>> 24 != 127;
    } catch (UsageException e) {
      return false;
    }
  }
}
