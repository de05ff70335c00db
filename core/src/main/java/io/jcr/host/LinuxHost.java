package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.LinuxLinks;
import io.jcr.linux.nftables.NfTables;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.HeldPorts;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostChange.Done;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The real host: makes each change immediately, with the system calls that its name suggests, and
/// keeps no record of it. When it is used to start a container, it stays open until the process
/// ends; [#close] is for all other uses.
public final class LinuxHost implements Host, AutoCloseable {
  static final Path INIT =
      Path.of(System.getProperty("jcr.home", "."), "libexec", "jcr-init").toAbsolutePath();

  private static final int CGROUP_ATTEMPTS = 100;

  private static final int WRITE_NEW = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL;

  private final Libc libc;
  private final HostFacts facts;
  private final ContainerPaths paths;
  private final Path leases;
  private final PortHold ports;
  private final Making making = new Making();
  private @Nullable LinuxLinks links;
  private @Nullable StartLock starting;

  /// A host for one container.
  ///
  /// @param leases the directory of the lease pools
  public LinuxHost(Libc libc, HostFacts facts, ContainerPaths paths, Path leases) {
    this(libc, facts, paths, leases, new PortHold());
  }

  /// As above, with ports that the rehearsal may already hold.
  public LinuxHost(Libc libc, HostFacts facts, ContainerPaths paths, Path leases, PortHold ports) {
    this.ports = ports;
    this.libc = libc;
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
  public <R> R apply(HostChange<R> change) {
    return change.accept(making);
  }

  /// The system calls of each change.
  private final class Making implements HostChange.Visitor {
    @Override
    public Done visit(HostChange.CreateDirectory change) {
      if (change.scratch()) {
        ScratchDirectory.removeLeft(change.directory());
      }
      makeDirectory(change.directory(), change.mode());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateSnapshot change) {
      new Snapshots(libc).create(change.source(), change.directory());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateFile change) {
      writeNew(change.file(), change.content(), change.mode());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.ReplaceFile change) {
      Path temporary = Path.of(change.file() + ".new");
      writeNew(temporary, change.content(), change.mode());
      libc.rename(temporary, change.file());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.RemoveFile change) {
      libc.unlink(change.file());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateNetworkNamespace change) {
      new NetworkNamespaceFile(libc).create(change.file());
      return Done.DONE;
    }

    @Override
    public Optional<CommandResult> visit(HostChange.Execute change) {
      return Optional.of(new HostProgram(INIT).run(change.command()));
    }

    /// Retries when the groups above disappear: the last container to end removes them, possibly
    /// just now.
    @Override
    public Done visit(HostChange.CreateCgroup change) {
      for (int attempt = 1; ; attempt++) {
        try {
          libc.mkdir(change.directory(), 0755);
          return Done.DONE;
        } catch (ErrnoException e) {
          if (e.errno() != Errno.ENOENT || attempt == CGROUP_ATTEMPTS) {
            throw e;
          }
          makeParents(change.directory());
        }
      }
    }

    @Override
    public Done visit(HostChange.SetCgroupFile change) {
      writeExisting(change.file(), change.value());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.SetSysctl change) {
      writeExisting(change.file(), change.value());
      return Done.DONE;
    }

    /// A symbolic link says whose it is from its first moment: whoever undoes a start that was
    /// killed removes only what names its container. It also leads there from another file system,
    /// which that of the state may be.
    @Override
    public Optional<String> visit(HostChange.Lease change) {
      share();
      Path pool = leases.resolve(change.pool());
      makeDirectory(pool, 0755);
      Path lease = pool.resolve(change.key());
      try {
        libc.symlink(paths.state(), lease);
      } catch (ErrnoException e) {
        if (e.errno() == Errno.EEXIST) {
          return Optional.of(holder(lease));
        }
        throw e;
      }
      return Optional.empty();
    }

    @Override
    public Done visit(HostChange.EnsureBridge change) {
      share();
      links().ensureBridge(change.name(), change.address());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateVeth change) {
      links().createVeth(change.pair());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.FilterPort change) {
      NfTables tables = new NfTables(libc);
      String table = tableOf(paths, change.network());
      replacing(
          NfTables.Table.ofPort(table),
          tables,
          () -> tables.filterPort(table, change.link(), change.mac(), change.address()));
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.CreateLink change) {
      links().createLink(change.link());
      return Done.DONE;
    }

    @Override
    public Done visit(HostChange.Masquerade change) {
      NfTables tables = new NfTables(libc);
      String table = tableOf(paths, change.network());
      replacing(
          NfTables.Table.ofMasquerade(table),
          tables,
          () -> tables.masquerade(table, change.source(), change.exceptInterface()));
      return Done.DONE;
    }

    @Override
    public HeldPorts visit(HostChange.HoldPorts change) {
      return ports.hold(change.ports());
    }

    @Override
    public Done visit(HostChange.RelayPorts change) {
      ports.relay(change.address(), change.pid());
      return Done.DONE;
    }
  }

  /// The name of the container that holds a lease, which is the name of its directory.
  private static String holder(Path lease) {
    try {
      return String.valueOf(Files.readSymbolicLink(lease).getFileName());
    } catch (IOException e) {
      return "another container"; // which has just ended
    }
  }

  /// The name of the nftables tables (one per family) that [HostChange.Masquerade] and
  /// [HostChange.FilterPort] create for one of a container's networks: that of the first, and for
  /// others a dot and their number, as in `jcr-web-1a2b3c.2`.
  ///
  /// @param network which network, from 0
  public static String tableOf(ContainerPaths paths, int network) {
    String first = tableOf(paths);
    return network == 0 ? first : first.concat(".").concat(Integer.toString(network + 1));
  }

  /// Whether a container with these paths creates tables of this name, for any of its networks.
  public static boolean isTableOf(ContainerPaths paths, String table) {
    String first = tableOf(paths);
    return table.equals(first) || table.startsWith(first.concat("."));
  }

  /// The name of the tables of its first network. It differs for containers of the same name under
  /// different state roots.
  public static String tableOf(ContainerPaths paths) {
    String path = paths.state().toString();
    String name = String.valueOf(paths.state().getFileName());
    return "jcr-".concat(name).concat("-").concat(Integer.toHexString(path.hashCode()));
  }

  /// The key of the container whose tables have this name; empty if it is not a name of jcr's.
  public static Optional<String> keyOf(String table) {
    int end = table.lastIndexOf('-');
    return table.startsWith("jcr-") && end > "jcr-".length()
        ? Optional.of(table.substring("jcr-".length(), end))
        : Optional.empty();
  }

  /// Creates one of the container's own tables. If it exists, an earlier run of the container left
  /// it behind because its journal was lost.
  private static void replacing(NfTables.Table table, NfTables tables, Runnable make) {
    try {
      make.run();
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      tables.delete(table);
      make.run();
    }
  }

  /// Opened on first use: most containers have no links.
  private LinuxLinks links() {
    if (links == null) {
      links = new LinuxLinks(libc);
    }
    return links;
  }

  /// From now on, `jcr gc` removes nothing that containers share.
  private void share() {
    if (starting == null) {
      starting = StartLock.shared(libc, leases);
    }
  }

  @Override
  public void close() {
    if (starting != null) {
      starting.close();
      starting = null;
    }
    if (links != null) {
      links.close();
      links = null;
    }
  }

  private void makeParents(Path path) {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      makeDirectory(parent, 0755);
    }
  }

  private void makeDirectory(Path directory, int mode) {
    makeParents(directory);
    try {
      libc.mkdir(directory, mode);
      libc.chmod(directory, mode);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EEXIST || !Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private void writeNew(Path file, String content, int mode) {
    write(file, WRITE_NEW, content, mode);
  }

  private void write(Path file, int flags, String content, int mode) {
    int fd = libc.open(file, flags, mode);
    try {
      libc.chmod(file, mode);
      libc.write(fd, content.getBytes(UTF_8), file);
    } finally {
      libc.close(fd);
    }
  }

  private void writeExisting(Path file, String value) {
    int fd = libc.open(file, Libc.O_WRONLY, 0);
    try {
      libc.write(fd, value.getBytes(UTF_8), file);
    } finally {
      libc.close(fd);
    }
  }
}
