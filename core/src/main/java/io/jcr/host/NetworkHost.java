package io.jcr.host;

import io.jcr.api.ContainerState;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The host for one of several networks of a container, except the first. It has a state directory
/// of its own, made for the first file in it, and nftables tables of its own. So names made from
/// the directory's path, and files in it, are not those of the container's other networks.
public final class NetworkHost implements Host {
  private static final int DIRECTORY_MODE = 0711;

  private final Host host;
  private final int network;
  private final ContainerPaths paths;
  private boolean made;

  /// @param host the container's
  /// @param network which network, from 0
  public NetworkHost(Host host, int network) {
    this.host = host;
    this.network = network;
    ContainerPaths all = host.paths();
    this.paths = new ContainerPaths(directory(all, network), all.data(), all.rootMount());
  }

  private static Path directory(ContainerPaths paths, int network) {
    return paths.state().resolve("net.".concat(Integer.toString(network + 1)));
  }

  @Override
  public HostFacts facts() {
    return host.facts();
  }

  @Override
  public ContainerPaths paths() {
    return paths;
  }

  @Override
  public Optional<ContainerState> container(String id) {
    return host.container(id);
  }

  @Override
  public Set<String> leased(String pool) {
    return host.leased(pool);
  }

  /// A change and the one that it becomes have the same type of result.
  @Override
  @SuppressWarnings("unchecked")
  public <R> R apply(HostChange<R> change) {
    HostChange<?> own =
        switch (change) {
          case HostChange.FilterPort c ->
              new HostChange.FilterPort(c.link(), c.mac(), c.address(), network);
          case HostChange.Masquerade c ->
              new HostChange.Masquerade(c.source(), c.exceptInterface(), network);
          default -> change;
        };
    if (!made && isInside(own)) {
      made = true;
      host.createDirectory(paths.state(), DIRECTORY_MODE);
    }
    return (R) host.apply(own);
  }

  private boolean isInside(HostChange<?> change) {
    return switch (change) {
      case HostChange.CreateFile(var file, var _, var _) -> file.startsWith(paths.state());
      case HostChange.CreateNetworkNamespace(var file) -> file.startsWith(paths.state());
      default -> false;
    };
  }
}
