package io.jcr.plugins.network;

import io.jcr.api.ContainerSpec;
import io.jcr.api.KernelName;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Support;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `--net=netns:NAME`: a network namespace created by `ip netns add NAME`, used as it is and left
/// unchanged; several containers can share it. The name servers are those of
/// `/etc/netns/NAME/resolv.conf`, as with `ip netns exec`, or else the host's.
public final class NetnsNetwork implements Network {
  private static final Path NAMED = Path.of("/run/netns");
  private static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.word(new OptionType.Text("NAME"), "the name that was given to ip netns add")
              .asRequired());
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  @Override
  public String name() {
    return "netns";
  }

  @Override
  public String description() {
    return "a network namespace made by ip netns add";
  }

  @Override
  public List<BackendOption> options() {
    return DESCRIBED;
  }

  @Override
  public Support probe(HostFacts facts) {
    return Support.yes();
  }

  @Override
  public void validate(ContainerSpec spec) {
    Path file = file(spec);
    if (!Files.exists(file)) {
      throw new UsageException(
          "--net=netns: no network namespace '"
              + file.getFileName()
              + "' in "
              + NAMED
              + " (ip netns add "
              + file.getFileName()
              + " makes it)");
    }
  }

  @Override
  public NetworkPlan prepare(ContainerSpec spec, Host host) {
    Path file = file(spec);
    requireNamespace(file, host.facts());
    String servers =
        Optional.of(Path.of("/etc/netns", String.valueOf(file.getFileName()), "resolv.conf"))
            .flatMap(host.facts()::read)
            .or(() -> host.facts().read(Path.of("/etc/resolv.conf")))
            .orElse(null);
    return new NetworkPlan(
        LinuxNamespace.join(NamespaceType.NETWORK, file),
        List.of(),
        false,
        null,
        Map.of(),
        servers,
        Map.of("netns", file.toString()));
  }

  /// For a file with nothing mounted on it, or another kind of namespace, setns(2) would return
  /// EINVAL when the container is half made. The root of an nsfs mount is the namespace's name.
  private static void requireNamespace(Path file, HostFacts facts) {
    String mounts = facts.read(MOUNTS).orElse("");
    for (String line : mounts.split("\n", -1)) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6
          && fields[3].startsWith("net:[")
          && fields[4].replace("\\040", " ").equals(file.toString())) {
        return;
      }
    }
    if (!mounts.isEmpty()) {
      throw new UsageException(
          "--net=netns: "
              + file
              + " is not a network namespace (ip netns delete and ip netns add fix that)");
    }
  }

  private static Path file(ContainerSpec spec) {
    String name =
        ParsedOptions.parse("--net=netns", DESCRIBED, spec.options("net")).word().orElseThrow();
    if (!KernelName.isValid(name, KernelName.MAX_FILE)) {
      throw new UsageException(
          "--net=netns: '"
              + name
              + "' is not the name of a network namespace: it may not begin with '-' or '.',"
              + " nor have a '/', '%' or blank");
    }
    return NAMED.resolve(name);
  }
}
