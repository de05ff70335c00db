package io.jcr.runtime;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.UsageException;
import io.jcr.host.HostLog;
import io.jcr.host.LinuxHost;
import io.jcr.host.UndoJournal;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
      // what cannot be undone is no reason not to run: jcr-init says what it is, gc tries again
      reclaimDead(failure -> {});
      requireFree(id, paths.state());
      init.begin(root.journal(id));
      UndoJournal journal = UndoJournal.open(libc, root.journal(id));
      journal.append("tree", paths.state());
      Host observed = HostChain.observed(host, log, root);
      observed.createDirectory(paths.rootMount(), 0755);
      return new Container(
          paths, HostChain.journalled(observed, log.observing(journal), root, libc));
    });
  }

  /// Undoes what containers have left whose supervisors are gone.
  ///
  /// @param failed is told what could not be undone; the others are
  /// @return their names
  public List<String> reclaim(Consumer<ErrnoException> failed) {
    return Files.isDirectory(root.containers()) ? locked(() -> reclaimDead(failed)) : List.of();
  }

  /// Directories among those of the containers that hold files and no undo journal. The journal is
  /// the last file of a container that goes, so they are not jcr's, or someone has been at them.
  List<Path> strangers() {
    return ContainerRecords.names(root).stream()
        .map(root::container)
        .filter(ContainerStore::isStranger)
        .toList();
  }

  private static boolean isStranger(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> names = entries.map(entry -> String.valueOf(entry.getFileName())).toList();
      return !names.isEmpty() && !names.contains("undo");
    } catch (IOException e) {
      return false; // it has just gone
    }
  }

  /// All who take a name hold the lock.
  private static void requireFree(String id, Path state) {
    if (Files.exists(state, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException("container name '" + id + "' is taken: choose another --name");
    }
  }

  private List<String> reclaimDead(Consumer<ErrnoException> failed) {
    List<String> reclaimed = new ArrayList<>();
    for (String id : ContainerRecords.names(root)) {
      try {
        if (isDead(id) && init.reclaim(root.journal(id))) {
          reclaimed.add(id);
        }
      } catch (ErrnoException e) {
        failed.accept(e);
      }
    }
    return reclaimed;
  }

  private boolean isDead(String id) {
    int fd;
    try {
      fd = libc.open(root.journal(id), Libc.O_RDWR, 0);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        removeEmpty(root.container(id));
        return false;
      }
      throw e;
    }
    try {
      return libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB);
    } finally {
      libc.close(fd);
    }
  }

  /// A directory without journal: a supervisor died between two system calls, or is just removing
  /// it, the journal being the last file that goes. One with files is not jcr's to remove.
  private void removeEmpty(Path directory) {
    try {
      libc.rmdir(directory);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTEMPTY) {
        throw e;
      }
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
