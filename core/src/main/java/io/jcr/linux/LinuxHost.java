package io.jcr.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.linux.netlink.LinuxLinks;
import io.jcr.linux.nftables.NfTables;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import io.jcr.spi.HostFacts;
import io.jcr.spi.VethPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The real host: each method is the system calls that its name says, at once and without memory of
/// it. Who starts a container keeps it until the process ends; [#close] is for others.
public final class LinuxHost implements Host, AutoCloseable {
  private static final Path INIT =
      Path.of(System.getProperty("jcr.home", "."), "libexec", "jcr-init").toAbsolutePath();

  private static final int CGROUP_ATTEMPTS = 100;
  private static final int WRITE_NEW = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL;

  private final Libc libc;
  private final HostFacts facts;
  private final ContainerPaths paths;
  private final Path leases;
  private @Nullable LinuxLinks links;
  private @Nullable StartLock starting;

  /// A host on behalf of one container.
  ///
  /// @param leases the directory of the pools of [#lease]
  public LinuxHost(Libc libc, HostFacts facts, ContainerPaths paths, Path leases) {
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
  public void createDirectory(Path directory, int mode) {
    createParents(directory);
    mkdirIfMissing(directory, mode);
  }

  @Override
  public void createFile(Path file, String content, int mode) {
    int fd = libc.open(file, WRITE_NEW, mode);
    try {
      libc.chmod(file, mode);
      libc.write(fd, content.getBytes(UTF_8), file);
    } finally {
      libc.close(fd);
    }
  }

  @Override
  public void replaceFile(Path file, String content, int mode) {
    Path temporary = Path.of(file + ".new");
    createFile(temporary, content, mode);
    libc.rename(temporary, file);
  }

  @Override
  public void removeFile(Path file) {
    libc.unlink(file);
  }

  @Override
  public void createNetworkNamespace(Path file) {
    new NetworkNamespaceFile(libc).create(file);
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command) {
    return Optional.of(new HostProgram(INIT).run(command));
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    return execute(command);
  }

  /// The container that ends last removes the groups between, maybe just now: then they are made
  /// again.
  @Override
  public void createCgroup(Path directory) {
    for (int attempt = 1; ; attempt++) {
      try {
        libc.mkdir(directory, 0755);
        return;
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOENT || attempt == CGROUP_ATTEMPTS) {
          throw e;
        }
        createParents(directory);
      }
    }
  }

  @Override
  public void setCgroupFile(Path file, String value) {
    writeExisting(file, value);
  }

  @Override
  public void setSysctl(Path file, String value) {
    writeExisting(file, value);
  }

  @Override
  public Optional<String> lease(String pool, String key) {
    share();
    Path directory = leases.resolve(pool);
    createDirectory(directory, 0755);
    try {
      createFile(directory.resolve(key), paths.state().toString(), 0644);
      return Optional.empty();
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EEXIST) {
        return Optional.of(holder(directory.resolve(key)));
      }
      throw e;
    }
  }

  /// The container that holds a lease; its name is that of its directory.
  private String holder(Path lease) {
    return facts
        .read(lease)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> String.valueOf(Path.of(directory).getFileName()))
        .orElse("another container");
  }

  @Override
  public void ensureBridge(String name, Ipv4Prefix address) {
    share();
    links().ensureBridge(name, address);
  }

  @Override
  public void createLink(ContainerLink link) {
    links().createLink(link);
  }

  @Override
  public void createVeth(VethPair pair) {
    links().createVeth(pair);
  }

  @Override
  public void masquerade(Ipv4Prefix source, String exceptInterface) {
    new NfTables(libc).masquerade(tableOf(paths), source, exceptInterface);
  }

  /// The name of the nftables table that [#masquerade] makes for a container: different for
  /// containers of the same name under different state roots.
  public static String tableOf(ContainerPaths paths) {
    String path = paths.state().toString();
    return "jcr-" + paths.state().getFileName() + "-" + Integer.toHexString(path.hashCode());
  }

  /// Opened with the first link: most containers have none.
  private LinuxLinks links() {
    if (links == null) {
      links = new LinuxLinks(libc);
    }
    return links;
  }

  /// From now on `jcr gc` takes nothing of what containers share.
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

  private void createParents(Path path) {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      createDirectory(parent, 0755);
    }
  }

  private void mkdirIfMissing(Path directory, int mode) {
    try {
      libc.mkdir(directory, mode);
      libc.chmod(directory, mode);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EEXIST || !Files.isDirectory(directory)) {
        throw e;
      }
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
