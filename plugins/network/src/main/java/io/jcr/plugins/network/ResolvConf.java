package io.jcr.plugins.network;

import io.jcr.api.Ipv4;
import io.jcr.api.UsageException;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The contents of a container's resolv.conf(5).
final class ResolvConf {
  private static final Path HOST = Path.of("/etc/resolv.conf");

  /// Where systemd-resolved lists the servers behind its own 127.0.0.53.
  private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

  private static final Set<String> KEPT = Set.of("search", "domain", "options");

  private static final String NONE =
      "# the host's name servers cannot be reached from here: use --net=veth:nat,dns=ADDRESS\n";

  private ResolvConf() {}

  /// The requested server. Without one, with `nat`: those of the host's servers that a container
  /// can reach over IPv4, and its search domains. Otherwise null.
  static @Nullable String of(VethOptions options, HostFacts facts) {
    if (options.dns() != null) {
      return "nameserver " + options.dns() + "\n";
    }
    if (!options.nat()) {
      return null;
    }
    for (Path file : List.of(HOST, BEHIND_STUB)) {
      String text = reachable(facts.read(file).orElse(""));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return NONE;
  }

  /// The lines that are useful to a container; empty without a server.
  private static String reachable(String file) {
    StringBuilder kept = new StringBuilder();
    boolean server = false;
    for (String line : file.split("\n", -1)) {
      List<String> words = words(line);
      if (words.size() < 2) {
        continue;
      }
      boolean isServer = isServer(words);
      if (isServer || KEPT.contains(words.getFirst())) {
        kept.append(line.strip()).append('\n');
        server |= isServer;
      }
    }
    return server ? kept.toString() : "";
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.replace('\t', ' ').split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean isServer(List<String> words) {
    if (!words.getFirst().equals("nameserver")) {
      return false;
    }
    try {
      return Ipv4.parse(words.get(1)).bits() >>> 24 != 127;
    } catch (UsageException e) {
      return false;
    }
  }
}
