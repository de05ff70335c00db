package io.jcr.runtime;

import io.jcr.api.UsageException;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHost;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The containers of a state root, one directory each. A container lives as long as its supervisor
/// holds the lock on its undo journal; one whose journal can be locked is dead, and is reclaimed.
public final class ContainerStore {
  private final StateRoot root;
  private final Libc libc;
  private final HostFacts facts;
  private final ControlSocket init;

  @Inject
  ContainerStore(StateRoot root, Libc libc, HostFacts facts, ControlSocket init) {
    this.root = root;
    this.libc = libc;
    this.facts = facts;
    this.init = init;
  }

  /// A container's places and the host as its backends see it.
  public record Container(ContainerPaths paths, Host host) {}

  /// Reclaims the dead, then takes the name `id`.
  ///
  /// @throws UsageException when a living container has it
  Container create(String id, HostLog log) {
    ContainerPaths paths = root.paths(id);
    LinuxHost host = new LinuxHost(libc, facts, paths, root.leases());
    host.createDirectory(root.containers(), 0755);
    return locked(() -> {
      reclaimDead();
      requireFree(id, paths.state());
      init.begin(root.journal(id));
      UndoJournal journal = UndoJournal.open(libc, root.journal(id));
      journal.append("tree", paths.state());
      Host observed = new ObservedHost(host, log, root.leases());
      observed.createDirectory(paths.rootMount(), 0755);
      SharedSettings shared = new SharedSettings(libc, root.shared());
      return new Container(
          paths, new JournallingHost(observed, log.observing(journal), shared, root.leases()));
    });
  }

  /// Undoes what containers have left whose supervisors are gone.
  ///
  /// @return their names
  public List<String> reclaim() {
    return Files.isDirectory(root.containers()) ? locked(this::reclaimDead) : List.of();
  }

  /// All who take a name hold the lock.
  private static void requireFree(String id, Path state) {
    if (Files.exists(state, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException("container name '" + id + "' is taken: choose another --name");
    }
  }

  private List<String> reclaimDead() {
    List<String> reclaimed = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root.containers())) {
      for (Path directory : directories) {
        String id = directory.getFileName().toString();
        if (isDead(id) && init.reclaim(root.journal(id))) {
          reclaimed.add(id);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reclaimed;
  }

  /// A directory without journal was left by a jcr that died between two system calls: nobody else
  /// makes one under the lock that is held here.
  private boolean isDead(String id) {
    Path journal = root.journal(id);
    if (!Files.exists(journal)) {
      UndoJournal empty = UndoJournal.create(libc, journal);
      empty.append("tree", root.container(id));
      empty.close();
    }
    int fd = libc.open(journal, Libc.O_RDWR, 0);
    try {
      return libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB);
    } finally {
      libc.close(fd);
    }
  }

  private <T> T locked(Supplier<T> work) {
    int fd = libc.open(root.lock(), Libc.O_RDWR | Libc.O_CREAT, 0600);
    try {
      libc.flock(fd, Libc.LOCK_EX);
      return work.get();
    } finally {
      libc.close(fd);
    }
  }
}
