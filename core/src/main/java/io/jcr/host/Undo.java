package io.jcr.host;

import io.jcr.linux.Libc;
import io.jcr.spi.CommandResult;
import io.jcr.spi.HeldPorts;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostChange.Done;
import io.jcr.spi.HostCommand;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The inverse of each change: writes it to the undo journal, then has the change made. What
/// containers share (sysctls, the cgroups above theirs) stays locked until the change is made.
public final class Undo implements HostChange.Visitor {
  private final Host host;
  private final Journal journal;
  private final SettingClaims settings;
  private final CgroupMaker groups;
  private final Path leases;
  private final boolean kept;
  private @Nullable HeldPorts held;

  Undo(
      Host host,
      Journal journal,
      SettingClaims settings,
      CgroupMaker groups,
      Path leases,
      boolean kept) {
    this.kept = kept;
    this.host = host;
    this.journal = journal;
    this.settings = settings;
    this.groups = groups;
    this.leases = leases;
  }

  /// For changes that `host` makes.
  ///
  /// @param shared where the settings that containers share are recorded
  /// @param leases where the lease pools are
  /// @param kept whether the container's data outlives its stop
  public static Undo of(
      Host host, Journal journal, Path shared, Path leases, boolean kept, Libc libc) {
    return new Undo(
        host,
        journal,
        new SharedSettings(libc, shared),
        new SharedCgroups(libc, shared),
        leases,
        kept);
  }

  /// For changes that nobody makes: nothing is locked or claimed.
  ///
  /// @param shared where the settings that containers share would be recorded
  /// @param leases where the lease pools are
  public static Undo pretended(Host host, Journal journal, Path shared, Path leases) {
    SettingClaims claims =
        (file, value, owner, undo, apply) -> {
          undo.append("release", SharedSettings.directory(shared, file), owner);
          apply.run();
        };
    CgroupMaker groups =
        (directory, owner, undo, make) -> {
          SharedCgroups.journal(directory, undo);
          make.run();
        };
    return new Undo(host, journal, claims, groups, leases, false);
  }

  /// The writable layer of a kept container stays when it stops.
  @Override
  public Done visit(HostChange.CreateDirectory change) {
    boolean stays = kept && !change.scratch() && change.directory().startsWith(host.paths().data());
    if (!stays && (change.scratch() || isMissing(change.directory()))) {
      journal.append("tree", change.directory());
    }
    return host.apply(change);
  }

  /// As for a directory: `tree` also removes subvolumes.
  @Override
  public Done visit(HostChange.CreateSnapshot change) {
    if (!change.directory().startsWith(host.paths().data())) {
      throw new IllegalArgumentException(
          "a snapshot is made below " + host.paths().data() + ", not at " + change.directory());
    }
    if (!kept && isMissing(change.directory())) {
      journal.append("tree", change.directory());
    }
    return host.apply(change);
  }

  /// Files in the container's own directory are removed with it, last of all: an `exec` that has to
  /// be retried reads them.
  @Override
  public Done visit(HostChange.CreateFile change) {
    if (isMissing(change.file()) && !change.file().startsWith(host.paths().state())) {
      journal.append("unlink", change.file());
    }
    return host.apply(change);
  }

  /// It is removed with the container's own directory, like the file it replaces.
  @Override
  public Done visit(HostChange.ReplaceFile change) {
    return host.apply(change);
  }

  /// Needs no inverse: the file would be removed at the end anyway.
  @Override
  public Done visit(HostChange.RemoveFile change) {
    return host.apply(change);
  }

  /// Removes the file together with its namespace, wherever it is, so that a program that has to
  /// undo something again does not mistake the leftover file for a namespace.
  @Override
  public Done visit(HostChange.CreateNetworkNamespace change) {
    if (isMissing(change.file())) {
      journal.append("unlink", change.file());
      journal.append("unmount", change.file());
    }
    return host.apply(change);
  }

  @Override
  public Optional<CommandResult> visit(HostChange.Execute change) {
    HostCommand undo = change.undo();
    if (undo != null) {
      List<Object> words = new ArrayList<>(List.of(undo.input()));
      undo.environment().forEach((name, value) -> words.add(name + "=" + value));
      words.add(undo.program());
      words.addAll(undo.arguments());
      journal.append("exec", words.toArray());
    }
    return host.apply(change);
  }

  @Override
  public Done visit(HostChange.CreateCgroup change) {
    Path owner = host.paths().state();
    groups.create(change.directory(), owner, journal, () -> host.apply(change));
    return Done.DONE;
  }

  /// Needs no inverse: it goes with its cgroup.
  @Override
  public Done visit(HostChange.SetCgroupFile change) {
    return host.apply(change);
  }

  @Override
  public Done visit(HostChange.SetSysctl change) {
    Path owner = host.paths().state();
    settings.claim(change.file(), change.value(), owner, journal, () -> host.apply(change));
    return Done.DONE;
  }

  @Override
  public Optional<String> visit(HostChange.Lease change) {
    Path file = leases.resolve(change.pool()).resolve(change.key());
    journal.append("lease", file, host.paths().state());
    return host.apply(change);
  }

  /// Needs no inverse: the bridge stays for other containers.
  @Override
  public Done visit(HostChange.EnsureBridge change) {
    return host.apply(change);
  }

  @Override
  public Done visit(HostChange.CreateVeth change) {
    journal.append("link", change.pair().hostName());
    return host.apply(change);
  }

  @Override
  public Done visit(HostChange.FilterPort change) {
    journal.append("nft-table", "netdev", LinuxHost.tableOf(host.paths(), change.network()));
    return host.apply(change);
  }

  /// Needs no inverse: the link goes with the container's network namespace.
  @Override
  public Done visit(HostChange.CreateLink change) {
    return host.apply(change);
  }

  @Override
  public Done visit(HostChange.Masquerade change) {
    journal.append("nft-table", "ip", LinuxHost.tableOf(host.paths(), change.network()));
    return host.apply(change);
  }

  /// Needs no inverse until they are relayed: the process that holds them ends with jcr.
  @Override
  public HeldPorts visit(HostChange.HoldPorts change) {
    held = host.apply(change);
    return held;
  }

  @Override
  public Done visit(HostChange.RelayPorts change) {
    if (held == null) {
      throw new IllegalStateException("ports are relayed that were not held");
    }
    journal.append("kill", held.pid(), held.startTime(), held.bootId());
    return host.apply(change);
  }

  private static boolean isMissing(Path file) {
    return !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }
}
