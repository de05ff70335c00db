package io.jcr.runtime;

import io.jcr.api.ContainerState;
import io.jcr.api.Ipv4Prefix;
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
  private final SettingClaims shared;
  private final Path leases;

  JournallingHost(Host host, Journal journal, SettingClaims shared, Path leases) {
    this.host = host;
    this.journal = journal;
    this.shared = shared;
    this.leases = leases;
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

  /// The groups between are removed with the last container: those that this one makes, and jcr's
  /// own. A group that exists is someone else's: undoing would kill what runs in it.
  @Override
  public void createCgroup(Path directory) {
    Path group = directory.getParent();
    List<Path> between = new ArrayList<>();
    while (group != null && (!Files.exists(group) || isOurs(group))) {
      between.addFirst(group);
      group = group.getParent();
    }
    between.forEach(parent -> journal.append("rmdir", parent));
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      journal.append("cgroup", directory);
    }
    host.createCgroup(directory);
  }

  /// Another container may have made it a moment ago, and end first: so each of them tries to
  /// remove it, and the last one can. An empty group of someone else's must stay; the name tells
  /// whose.
  private static boolean isOurs(Path group) {
    String name = String.valueOf(group.getFileName());
    return name.equals("jcr") || name.startsWith("jcr-");
  }

  @Override
  public void setCgroupFile(Path file, String value) {
    host.setCgroupFile(file, value);
  }

  @Override
  public void setSysctl(Path file, String value) {
    shared.claim(file, value, paths().state(), journal, () -> host.setSysctl(file, value));
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
