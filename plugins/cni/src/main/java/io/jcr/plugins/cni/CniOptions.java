package io.jcr.plugins.cni;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.UsageException;
import io.jcr.api.rtnetlink.LinkName;
import io.jcr.spi.BackendOption;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The options after `--net=cni:`.
///
/// @param network the name, or empty
/// @param files `conf=DIR`: where networks are described
/// @param path `path=DIR[:DIR]`: where plugins are
/// @param named `ifname=NAME`: the interface inside, or empty for the usual one
/// @param args `args=KEY=VALUE[;KEY=VALUE]`: CNI_ARGS, or empty
/// @param check `check`: whether to run CHECK before the program starts
/// @param ports `ports=`: host ports that lead to the container
/// @param runtimeConfig what plugins with the capability of that name are given: from `ports=`,
///   `rate=`, `ip=` and `mac=`
record CniOptions(
    Optional<String> network,
    NetworkFiles files,
    PluginPath path,
    Optional<String> named,
    String args,
    boolean check,
    List<PortMapping> ports,
    Map<String, Object> runtimeConfig) {
  private static final String SUBJECT = "--net=cni";
  private static final String NETWORKS = "/etc/cni/net.d";
  private static final String PLUGINS = "/usr/lib/cni:/opt/cni/bin";
  static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.flag("check", "ask the plugins to check the network before the start"),
          text("conf", "DIR", "where networks are described").withDefault(NETWORKS),
          text("path", "DIR[:DIR]", "where plugins are (default: $CNI_PATH, or " + PLUGINS + ")"),
          text(
              "ifname",
              "NAME",
              "the interface in the container (default: eth0, in the second network eth1)"),
          text("args", "KEY=VALUE[;KEY=VALUE]", "CNI_ARGS for the plugins"),
          text("ports", "[ADDRESS:]HOST:CONTAINER[/PROTOCOL][+…]", "ports to publish"),
          text("rate", "BITS", "limit receiving and sending, in bits per second"),
          text("ip", "ADDRESS[/LENGTH]", "the container's address"),
          text("mac", "ADDRESS", "its hardware address"),
          BackendOption.word(
              new OptionType.Text("NAME"), "the network (default: the only one, or the first)"));
  private static final String ARGS = "\\w+=[^;=]*(;\\w+=[^;=]*)*";

  CniOptions {
    ports = List.copyOf(ports);
    runtimeConfig = Map.copyOf(runtimeConfig);
  }

  /// Reads the options.
  ///
  /// @param cniPath the variable CNI_PATH, or empty
  /// @throws UsageException naming the wrong option, and what is allowed
  static CniOptions of(ContainerSpec spec, Optional<String> cniPath) {
    ParsedOptions options = ParsedOptions.parse(SUBJECT, DESCRIBED, spec.options("net"));
    boolean check = options.flag("check");
    Optional<Path> files = read(options, "conf", CniOptions::directory);
    Optional<PluginPath> path = read(options, "path", CniOptions::path);
    Optional<String> ifname = read(options, "ifname", CniOptions::interfaceName);
    Optional<String> args = read(options, "args", CniOptions::args);
    Map<String, Object> told = new LinkedHashMap<>();
    Optional<List<PortMapping>> ports = read(options, "ports", PortMapping::parseAll);
    ports.ifPresent(all -> told.put("portMappings", all.stream().map(PortMapping::json).toList()));
    read(options, "rate", Bandwidth::parse).ifPresent(rate -> told.put("bandwidth", rate.json()));
    read(options, "ip", CniOptions::address).ifPresent(ip -> told.put("ips", List.of(ip)));
    read(options, "mac", MacAddress::parse).ifPresent(mac -> told.put("mac", mac.toString()));
    return new CniOptions(
        options.word(),
        new NetworkFiles(files.orElse(Path.of(NETWORKS))),
        path.orElseGet(() -> path(cniPath.filter(text -> !text.isEmpty()).orElse(PLUGINS))),
        ifname,
        args.orElse(""),
        check,
        ports.orElse(List.of()),
        told);
  }

  /// The interface inside.
  String ifname() {
    return named.orElse(NetworkPlace.ALONE.interfaceName());
  }

  /// The same for a network in its place.
  CniOptions in(NetworkPlace place) {
    Optional<String> name = named.or(() -> Optional.of(place.interfaceName()));
    return new CniOptions(network, files, path, name, args, check, ports, runtimeConfig);
  }

  private static BackendOption text(String key, String label, String help) {
    return BackendOption.value(key, new OptionType.Text(label), help);
  }

  private static <T> Optional<T> read(
      ParsedOptions options, String key, Function<String, T> parse) {
    try {
      return options.text(key).map(parse);
    } catch (UsageException e) {
      throw new UsageException(SUBJECT + ": " + key + ": " + e.getMessage());
    }
  }

  private static Path directory(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new UsageException("'" + text + "' is not an absolute path");
    }
    return path;
  }

  private static PluginPath path(String text) {
    return new PluginPath(Arrays.stream(text.split(":", -1)).map(CniOptions::directory).toList());
  }

  private static String interfaceName(String text) {
    if (!LinkName.isValid(text)) {
      throw new UsageException("'" + text + "' is not the name of an interface: " + LinkName.RULE);
    }
    return text;
  }

  private static String args(String text) {
    if (!text.matches(ARGS)) {
      throw new UsageException("'" + text + "' is not KEY=VALUE, several joined by ';'");
    }
    return text;
  }

  private static String address(String text) {
    return text.contains("/") ? Ipv4Prefix.parse(text).toString() : Ipv4.parse(text).toString();
  }
}
