package io.jcr.plugins.cni;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.UsageException;
import io.jcr.api.rtnetlink.LinkName;
import io.jcr.spi.BackendOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What can be said behind `--net=cni:`.
///
/// @param network the name, or empty
/// @param files `conf=DIR`: where networks are described
/// @param path `path=DIR[:DIR]`: where plugins are
/// @param ifname `ifname=NAME`: the interface inside
/// @param args `args=KEY=VALUE[;KEY=VALUE]`: CNI_ARGS, or empty
/// @param check `check`: whether CHECK is asked for before the program starts
/// @param ports `ports=`: ports of the host that lead to the container
/// @param runtimeConfig what plugins with the capability of that name are told: of `ports=`,
///   `rate=`, `ip=` and `mac=`
record CniOptions(
    Optional<String> network,
    NetworkFiles files,
    PluginPath path,
    String ifname,
    String args,
    boolean check,
    List<PortMapping> ports,
    Map<String, Object> runtimeConfig) {
  private static final String SUBJECT = "--net=cni";
  private static final String NETWORKS = "/etc/cni/net.d";
  private static final String PLUGINS = "/usr/lib/cni:/opt/cni/bin";
  private static final String ARGS = "\\w+=[^;=]*(;\\w+=[^;=]*)*";

  CniOptions {
    ports = List.copyOf(ports);
    runtimeConfig = Map.copyOf(runtimeConfig);
  }

  /// Reads the options.
  ///
  /// @param cniPath the variable CNI_PATH, or empty
  /// @throws UsageException naming the option that is wrong, and what is allowed
  static CniOptions of(ContainerSpec spec, Optional<String> cniPath) {
    BackendOptions options = BackendOptions.of(SUBJECT, spec.options("net"));
    boolean check = options.flag("check");
    Optional<Path> files = read(options, "conf", "DIR", CniOptions::directory);
    Optional<PluginPath> path = read(options, "path", "DIR[:DIR]", CniOptions::path);
    Optional<String> ifname = read(options, "ifname", "NAME", CniOptions::interfaceName);
    Optional<String> args = read(options, "args", "KEY=VALUE[;KEY=VALUE]", CniOptions::args);
    Map<String, Object> told = new LinkedHashMap<>();
    Optional<List<PortMapping>> ports =
        read(options, "ports", "[ADDRESS:]HOST:CONTAINER[/PROTOCOL][+…]", PortMapping::parseAll);
    ports.ifPresent(all -> told.put("portMappings", all.stream().map(PortMapping::json).toList()));
    read(options, "rate", "BITS", Bandwidth::parse)
        .ifPresent(rate -> told.put("bandwidth", rate.json()));
    read(options, "ip", "ADDRESS[/LENGTH]", CniOptions::address)
        .ifPresent(ip -> told.put("ips", List.of(ip)));
    read(options, "mac", "ADDRESS", MacAddress::parse)
        .ifPresent(mac -> told.put("mac", mac.toString()));
    Optional<String> network = options.word("NAME");
    options.refuseOthers();
    return new CniOptions(
        network,
        new NetworkFiles(files.orElse(Path.of(NETWORKS))),
        path.orElseGet(() -> path(cniPath.filter(text -> !text.isEmpty()).orElse(PLUGINS))),
        ifname.orElse("eth0"),
        args.orElse(""),
        check,
        ports.orElse(List.of()),
        told);
  }

  private static <T> Optional<T> read(
      BackendOptions options, String key, String meaning, Function<String, T> parse) {
    Optional<String> text = options.value(key, meaning);
    try {
      return text.map(parse);
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
