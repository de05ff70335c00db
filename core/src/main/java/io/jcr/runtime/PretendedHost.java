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
import java.util.function.Function;

/// A host on which nothing happens: facts are real, changes are not made.
final class PretendedHost implements Host {
  private final HostFacts facts;
  private final ContainerPaths paths;
  private final Function<Path, Optional<String>> holder;

  private PretendedHost(
      HostFacts facts, ContainerPaths paths, Function<Path, Optional<String>> holder) {
    this.facts = facts;
    this.paths = paths;
    this.holder = holder;
  }

  /// For a dry run: what the container `id` asks for is logged, with its undo, and leases are as
  /// they are now.
  static Host planning(StateRoot root, String id, HostFacts facts, HostLog log) {
    PretendedHost host =
        new PretendedHost(facts, root.paths(id), key -> holder(root.leases().resolve(key)));
    Host logged = new ObservedHost(host, log, root.leases());
    Journal journal = log.observing((verb, arguments) -> {});
    journal.append("tree", root.container(id));
    logged.createDirectory(root.container(id), 0711);
    logged.createDirectory(host.paths().rootMount(), 0755);
    return journalled(root, logged, journal);
  }

  /// For the rehearsal of a run: leases are free, since a container that has one may be dead, and
  /// is reclaimed first when it comes to the run.
  static Host rehearsing(StateRoot root, String id, HostFacts facts) {
    PretendedHost host = new PretendedHost(facts, root.paths(id), file -> Optional.empty());
    return journalled(root, host, (verb, arguments) -> {});
  }

  private static Host journalled(StateRoot root, Host host, Journal journal) {
    SettingClaims claims =
        (file, value, owner, undo, apply) -> {
          undo.append("release", SharedSettings.directory(root.shared(), file), owner);
          apply.run();
        };
    CgroupMaker groups =
        (directory, undo, make) -> {
          SharedCgroups.journal(directory, undo);
          make.run();
        };
    return new JournallingHost(host, journal, claims, groups, root.leases());
  }

  private static Optional<String> holder(Path lease) {
    return Files.exists(lease, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of("another container")
        : Optional.empty();
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
  public void removeFile(Path file) {}

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

  @Override
  public Optional<String> lease(String pool, String key) {
    return holder.apply(Path.of(pool, key));
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
