package io.jcr.runtime;

import io.jcr.api.ContainerState;
import io.jcr.api.Ipv4Prefix;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHost;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the inverse of each change to the undo journal, then has the change made by the host
/// behind it. This is why backends have no teardown code.
final class JournallingHost implements Host {
  private final Host host;
  private final Journal journal;
  private final SettingClaims settings;
  private final CgroupMaker groups;
  private final Path leases;

  JournallingHost(
      Host host, Journal journal, SettingClaims settings, CgroupMaker groups, Path leases) {
    this.host = host;
    this.journal = journal;
    this.settings = settings;
    this.groups = groups;
    this.leases = leases;
  }

  /// One for a container of the state root `root`.
  static JournallingHost of(Host host, Journal journal, StateRoot root, Libc libc) {
    return new JournallingHost(
        host,
        journal,
        new SharedSettings(libc, root.shared()),
        new SharedCgroups(libc, root.shared()),
        root.leases());
  }

  @Override
  public HostFacts facts() {
    return host.facts();
  }

  @Override
  public ContainerPaths paths() {
    return host.paths();
  }

  @Override
  public Optional<ContainerState> container(String id) {
    return StateFile.running(paths().state().resolveSibling(id), facts());
  }

  @Override
  public void createDirectory(Path directory, int mode) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      journal.append("tree", directory);
    }
    host.createDirectory(directory, mode);
  }

  /// What is in the container's own directory goes with it, as the very last: an `exec` that has to
  /// be tried again reads it.
  @Override
  public void createFile(Path file, String content, int mode) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !file.startsWith(paths().state())) {
      journal.append("unlink", file);
    }
    host.createFile(file, content, mode);
  }

  @Override
  public void replaceFile(Path file, String content, int mode) {
    host.replaceFile(file, content, mode);
  }

  @Override
  public void removeFile(Path file) {
    host.removeFile(file);
  }

  /// The file is removed with its namespace, wherever it is: a program that is to undo something
  /// again must not take it for one.
  @Override
  public void createNetworkNamespace(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      journal.append("unlink", file);
      journal.append("unmount", file);
    }
    host.createNetworkNamespace(file);
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command) {
    return host.execute(command);
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    List<Object> words = new ArrayList<>(List.of(undo.input()));
    undo.environment().forEach((name, value) -> words.add(name + "=" + value));
    words.add(undo.program());
    words.addAll(undo.arguments());
    journal.append("exec", words.toArray());
    return host.execute(command, undo);
  }

  @Override
  public void createCgroup(Path directory) {
    groups.create(directory, journal, () -> host.createCgroup(directory));
  }

  @Override
  public void setCgroupFile(Path file, String value) {
    host.setCgroupFile(file, value);
  }

  @Override
  public void setSysctl(Path file, String value) {
    settings.claim(file, value, paths().state(), journal, () -> host.setSysctl(file, value));
  }

  @Override
  public Optional<String> lease(String pool, String key) {
    Path file = leases.resolve(pool).resolve(key);
    journal.append("lease", file, paths().state());
    return host.lease(pool, key);
  }

  @Override
  public void ensureBridge(String name, Ipv4Prefix address) {
    host.ensureBridge(name, address);
  }

  @Override
  public void createLink(ContainerLink link) {
    host.createLink(link); // it goes with the container's network namespace
  }

  @Override
  public void createVeth(VethPair pair) {
    journal.append("link", pair.hostName());
    host.createVeth(pair);
  }

  @Override
  public void masquerade(Ipv4Prefix source, String exceptInterface) {
    journal.append("nft-table", "ip", LinuxHost.tableOf(paths()));
    host.masquerade(source, exceptInterface);
  }
}
