package io.jcr.plugins.cni;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlace;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `--net=cni:NAME`: a network described in `/etc/cni/net.d` and created by the plugins of the
/// [Container Network Interface](https://www.cni.dev/docs/spec/): bridge, macvlan, ipvlan, portmap,
/// bandwidth and whatever else is installed.
///
/// ```
///  network namespace made ─► ADD, plugin by plugin ─► the container joins it ─► … ─► it ends
///                                        network namespace removed ◄─ DEL, in reverse ◄─┘
/// ```
///
/// A file, rather than the container's process, keeps the namespace alive, so that the plugins find
/// it even when the process is gone.
public final class CniNetwork implements Network {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final List<Capability> NEEDED =
      List.of(Capability.CAP_NET_ADMIN, Capability.CAP_SYS_ADMIN);

  @Override
  public String name() {
    return "cni";
  }

  @Override
  public String description() {
    return "a network of the Container Network Interface, made by its plugins";
  }

  @Override
  public List<BackendOption> options() {
    return CniOptions.DESCRIBED;
  }

  @Override
  public Support probe(HostFacts facts) {
    return NEEDED.stream()
        .filter(capability -> !facts.hasCapability(capability))
        .findFirst()
        .map(capability -> Support.no(capability + " is missing", "run as root, or use --net=none"))
        .orElse(Support.yes());
  }

  @Override
  public void validate(ContainerSpec spec) {
    CniOptions options = options(spec);
    NetworkFiles.Found found = found(options);
    requireAllKnown(options, found);
    // check that the programs exist and are trusted; where the container's files will be does not
    // matter
    Path anywhere = Path.of("/", spec.id());
    ContainerPaths paths = new ContainerPaths(anywhere, anywhere, anywhere);
    var _ = PluginChain.of(found, Attachment.of(paths, options), paths);
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    return prepare(spec, NetworkPlace.ALONE, host);
  }

  /// Plugins are told of the namespace by a file. So another network before this one must have one,
  /// which is then the container's.
  @Override
  public NetworkPlan prepare(ContainerSpec spec, NetworkPlace place, Host host) {
    if (spec.hasUserNamespace()) {
      throw new UsageException(
          "--net=cni cannot be combined with a user namespace: the container's network"
              + " namespace is created before it and belongs to the host's root (use --net=none"
              + " or veth)");
    }
    CniOptions options = options(spec).in(place);
    NetworkFiles.Found found = found(options);
    Optional<Path> shared = shared(place);
    Attachment attachment = Attachment.of(host.paths(), options).in(shared);
    PluginChain chain = PluginChain.of(found, attachment, host.paths());
    options.ports().forEach(port -> port.lease(host));
    if (shared.isEmpty()) {
      host.createNetworkNamespace(attachment.netns());
    }
    Optional<CniResult> result = chain.add(host);
    if (options.check()) {
      chain.check(host);
    }
    return plan(found, attachment, result, host.facts());
  }

  /// The namespace that the networks before this one have chosen.
  private static Optional<Path> shared(NetworkPlace place) {
    if (place.index() == 0) {
      return Optional.empty();
    }
    Optional<Path> file = place.namespace().map(LinuxNamespace::path);
    if (file.isEmpty()) {
      throw new UsageException(
          place.of("--net=cni")
              + " needs the network namespace before the container's process exists (write it"
              + " before networks that are not cni or netns)");
    }
    return file;
  }

  private static NetworkPlan plan(
      NetworkFiles.Found found,
      Attachment attachment,
      Optional<CniResult> result,
      HostFacts facts) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("cniNetwork", found.network().name());
    told.put("cniConfig", found.file().toString());
    told.put("netns", attachment.netns().toString());
    told.put("ifname", attachment.options().ifname());
    result.ifPresent(r -> told.put("cniResult", r.json().text()));
    result.flatMap(CniResult::gateway).ifPresent(gateway -> told.put("gateway", gateway));
    return new NetworkPlan(
        LinuxNamespace.join(NamespaceType.NETWORK, attachment.netns()),
        List.of(),
        false,
        result.flatMap(CniResult::address).orElse(null),
        Map.of(),
        result.flatMap(CniResult::resolvConf).or(() -> facts.read(RESOLV_CONF)).orElse(null),
        told);
  }

  private static CniOptions options(ContainerSpec spec) {
    return CniOptions.of(spec, Optional.ofNullable(System.getenv("CNI_PATH")));
  }

  private static NetworkFiles.Found found(CniOptions options) {
    String name =
        options
            .network()
            .orElseThrow(() ->
                new UsageException(
                    "--net=cni: a name is needed: --net=cni:NAME, where NAME is one of the networks in "
                        + options.files().directory()
                        + ": "
                        + String.join(", ", options.files().names())));
    return options.files().find(name);
  }

  /// Options that no plugin of the network would read are rejected rather than ignored.
  private static void requireAllKnown(CniOptions options, NetworkFiles.Found found) {
    Map<String, String> optionOf =
        Map.of("portMappings", "ports", "bandwidth", "rate", "ips", "ip", "mac", "mac");
    for (String capability : options.runtimeConfig().keySet()) {
      if (!found.network().has(capability)) {
        throw new UsageException(
            "--net=cni: "
                + optionOf.get(capability)
                + ": no plugin of network '"
                + found.network().name()
                + "' has the capability "
                + capability
                + " (add \"capabilities\": {\""
                + capability
                + "\": true} to one that knows it in "
                + found.file()
                + ")");
      }
    }
    if (options.check()
        && !(found.network().version().knowsCheck() && found.network().checkable())) {
      throw new UsageException(
          "--net=cni: check: network '"
              + found.network().name()
              + "' cannot be checked: "
              + (found.network().checkable()
                  ? "that came with cniVersion 0.4.0, and it has " + found.network().version()
                  : "it says disableCheck"));
    }
  }
}
