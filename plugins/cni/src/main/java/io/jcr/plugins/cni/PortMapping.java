package io.jcr.plugins.cni;

import io.jcr.api.HostException;
import io.jcr.api.Ipv4;
import io.jcr.api.UsageException;
import io.jcr.spi.Host;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A host port that leads to a port of the container.
///
/// @param hostIp the host address it applies to, or null for all
/// @param hostPort from 1 to 65535
/// @param containerPort from 1 to 65535
/// @param protocol `tcp`, `udp` or `sctp`
record PortMapping(@Nullable Ipv4 hostIp, int hostPort, int containerPort, String protocol) {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9.]+):)?(\\d{1,5}):(\\d{1,5})(?:/(tcp|udp|sctp))?");
  private static final int MAX_PORT = 65_535;

  /// Parses `[ADDRESS:]HOST:CONTAINER[/PROTOCOL]`, several joined by `+`.
  ///
  /// @throws UsageException naming the wrong one
  static List<PortMapping> parseAll(String text) {
    return Arrays.stream(text.split("\\+", -1)).map(PortMapping::parse).toList();
  }

  private static PortMapping parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches() && isPort(form.group(2)) && isPort(form.group(3))) {
      return new PortMapping(
          form.group(1) == null ? null : Ipv4.parse(form.group(1)),
          Integer.parseInt(form.group(2)),
          Integer.parseInt(form.group(3)),
          form.group(4) == null ? "tcp" : form.group(4));
    }
    throw new UsageException(
        "'"
            + text
            + "' is not [ADDRESS:]HOST:CONTAINER[/tcp|/udp|/sctp] with ports from 1 to "
            + MAX_PORT
            + ", several joined by '+'");
  }

  private static boolean isPort(String text) {
    int port = Integer.parseInt(text);
    return port >= 1 && port <= MAX_PORT;
  }

  /// Reserves the host port for this container: plugins would also give it to a second one, and the
  /// first would get all connections.
  ///
  /// @throws HostException when another container has it
  void lease(Host host) {
    String key = (hostIp == null ? "" : hostIp + "-") + hostPort + "-" + protocol;
    host.lease("cni-ports", key)
        .ifPresent(holder -> {
          throw new HostException(
              "port "
                  + hostPort
                  + "/"
                  + protocol
                  + " of the host leads to container "
                  + holder
                  + " already");
        });
  }

  /// As an item of `portMappings`.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hostPort", hostPort);
    json.put("containerPort", containerPort);
    json.put("protocol", protocol);
    if (hostIp != null) {
      json.put("hostIP", hostIp.toString());
    }
    return json;
  }
}
