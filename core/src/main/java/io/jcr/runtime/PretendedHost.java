package io.jcr.runtime;

import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import io.jcr.spi.HostFacts;
import io.jcr.spi.VethPair;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// A host on which nothing happens: facts are real, changes are not made. For `--dry-run`.
final class PretendedHost implements Host {
  private final HostFacts facts;
  private final ContainerPaths paths;
  private final Path leases;

  PretendedHost(HostFacts facts, ContainerPaths paths, Path leases) {
    this.facts = facts;
    this.paths = paths;
    this.leases = leases;
  }

  @Override
  public HostFacts facts() {
    return facts;
  }

  @Override
  public ContainerPaths paths() {
    return paths;
  }

  @Override
  public void createDirectory(Path directory, int mode) {}

  @Override
  public void createFile(Path file, String content, int mode) {}

  @Override
  public void replaceFile(Path file, String content, int mode) {}

  @Override
  public void createNetworkNamespace(Path file) {}

  @Override
  public Optional<CommandResult> execute(HostCommand command) {
    return Optional.empty();
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    return Optional.empty();
  }

  @Override
  public void createCgroup(Path directory) {}

  @Override
  public void setCgroupFile(Path file, String value) {}

  @Override
  public void setSysctl(Path file, String value) {}

  /// What a run would find now.
  @Override
  public Optional<String> lease(String pool, String key) {
    Path file = leases.resolve(pool).resolve(key);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of("another container")
        : Optional.empty();
  }

  @Override
  public void ensureBridge(String name, Ipv4Prefix address) {}

  @Override
  public void createLink(ContainerLink link) {}

  @Override
  public void createVeth(VethPair pair) {}

  @Override
  public void masquerade(Ipv4Prefix source, String exceptInterface) {}
}
