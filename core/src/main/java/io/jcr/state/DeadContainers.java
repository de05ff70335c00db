package io.jcr.state;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LockOwner;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The containers whose supervisors are gone. A supervisor holds the lock on its container's undo
/// journal as long as it lives; a journal that can be locked is run, and the container is then
/// reclaimed. Call [#reclaim] with the store's lock held.
final class DeadContainers {
  private final StateRoot root;
  private final Libc libc;
  private final HostFacts facts;
  private final ControlSocket init;

  DeadContainers(StateRoot root, Libc libc, HostFacts facts, ControlSocket init) {
    this.root = root;
    this.libc = libc;
    this.facts = facts;
    this.init = init;
  }

  /// What came of it.
  ///
  /// @param failed the reasons why dead ones could not be undone
  record Reclaimed(List<String> ids, Map<String, ErrnoException> failed) {}

  /// Undoes what the dead have left. This is done at each start: its cost must not grow with the
  /// number of those that live.
  Reclaimed reclaim() {
    Reclaimed reclaimed = new Reclaimed(new ArrayList<>(), new TreeMap<>());
    for (String id : init.dead(root.containers())) {
      try {
        if (isDead(id).isEmpty() && !repair().mend(id)) {
          removeEmpty(root.container(id));
        } else if (reclaim(id)) {
          reclaimed.ids().add(id);
          removeEmpty(root.container(id)); // its supervisor was killed before it wrote a line
        }
      } catch (ErrnoException e) {
        reclaimed.failed().put(id, e);
      }
    }
    return reclaimed;
  }

  private boolean reclaim(String id) {
    EventLog log = new EventLog(root, init);
    ContainerEvents events = ContainerEvents.of(log, root.container(id), facts);
    var _ = repair().mend(id);
    boolean reclaimed = init.reclaim(root.journal(id));
    if (reclaimed) {
      events.reclaimed();
    }
    return reclaimed;
  }

  private JournalRepair repair() {
    return new JournalRepair(root, facts, libc);
  }

  /// A directory without a journal: a supervisor died between two system calls, or is just removing
  /// it, as the journal is removed last. jcr must not remove a directory with files.
  private void removeEmpty(Path directory) {
    try {
      libc.rmdir(directory);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTEMPTY) {
        throw e;
      }
    }
  }

  /// Whether a process has locked the journal: the container is alive, dying, or being started.
  boolean isLocked(String id) {
    return isDead(id).equals(Optional.of(false));
  }

  /// Whether a container that has a journal is about to lose it.
  boolean isEnding(String id) {
    return isDead(id).map(dead -> dead || isDying(id)).orElse(false);
  }

  /// Those whose locks are held by processes that are dying.
  List<String> dying() {
    return ContainerRecords.keys(root).stream().filter(id -> isLocked(id) && isDying(id)).toList();
  }

  /// @return empty when there is no journal
  private Optional<Boolean> isDead(String id) {
    int fd;
    try {
      fd = libc.open(root.journal(id), Libc.O_RDWR, 0);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
    try {
      return Optional.of(libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB));
    } finally {
      libc.close(fd);
    }
  }

  /// Whether the holder of the lock on a journal is about to disappear: a supervisor that was
  /// killed and is exiting, or the child that it was just creating, which has a copy of the
  /// descriptor until it closes it. Finding out costs a look into /proc.
  ///
  /// A detached supervisor inherited the lock from a process that has ended, so the kernel names no
  /// holder; then the container's own state decides.
  private boolean isDying(String id) {
    List<LockOwner> owners = LockOwner.of(root.journal(id));
    return owners.isEmpty()
        ? StateFile.running(root.container(id), facts).isEmpty()
        : owners.stream().allMatch(LockOwner::dying);
  }

  /// Who holds the lock on the journal, in words.
  String holder(String id) {
    List<LockOwner> owners = LockOwner.of(root.journal(id));
    return owners.isEmpty()
        ? root.journal(id) + " is locked by a process that cannot be seen from here"
        : "process " + owners.getFirst().pid() + " (" + owners.getFirst().name() + ") is dying";
  }

  /// Directories among the containers' that contain files but no undo journal. A container's
  /// journal is removed last, so they are not jcr's, or someone has tampered with them.
  List<Path> strangers() {
    return ContainerRecords.keys(root).stream()
        .map(root::container)
        .filter(DeadContainers::isStranger)
        .toList();
  }

  private static boolean isStranger(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> names = entries.map(entry -> String.valueOf(entry.getFileName())).toList();
      return !names.isEmpty() && !names.contains("undo") && !names.contains("record");
    } catch (IOException e) {
      return false; // it has just disappeared
    }
  }
}
