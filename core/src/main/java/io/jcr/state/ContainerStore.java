package io.jcr.state;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.host.HostLog;
import io.jcr.host.LinuxHost;
import io.jcr.host.PortHold;
import io.jcr.host.UndoJournal;
import io.jcr.init.ControlSocket;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.LockOwner;
import io.jcr.linux.Patience;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The containers under a state root, one directory each. A container lives as long as its
/// supervisor holds the lock on its undo journal. If the journal can be locked, the container is
/// dead, and is reclaimed.
public final class ContainerStore {
  private final StateRoot root;
  private final Libc libc;
  private final HostFacts facts;
  private final ControlSocket init;
  private final PortHold ports;
  private final DeadContainers dead;
  private final StoreLock lock;
  private final ContainerNames names;

  /// How long to wait for a dying process that holds the lock on a journal. The kernel needs longer
  /// for a process with a lot of memory, or on a busy machine.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  @Inject
  ContainerStore(StateRoot root, Libc libc, HostFacts facts, ControlSocket init, PortHold ports) {
    this.root = root;
    this.libc = libc;
    this.facts = facts;
    this.init = init;
    this.ports = ports;
    this.dead = new DeadContainers(root, libc, facts, init);
    this.lock = new StoreLock(root, libc);
    this.names = new ContainerNames(root, libc, facts, init);
  }

  /// A store that starts no containers.
  ContainerStore(StateRoot root, Libc libc, HostFacts facts, ControlSocket init) {
    this(root, libc, facts, init, new PortHold());
  }

  /// The store of one state root.
  public static ContainerStore of(StateRoot root, Libc libc, ControlSocket init) {
    return new ContainerStore(root, libc, new LinuxHostFacts(), init);
  }

  /// The log of its containers' events.
  public EventLog events() {
    return new EventLog(root, init);
  }

  /// A container's directories, and the host as its backends see it.
  public record Container(ContainerPaths paths, Host host) {}

  /// Reclaims dead containers, then takes a name.
  ///
  /// @param kept whether the container stays after its end, once [#keep] has been called
  /// @throws NameTakenException when a container already has the name
  public Container create(Identity identity, boolean kept, HostLog log) {
    String id = identity.key();
    ContainerPaths paths = root.paths(id);
    LinuxHost host = new LinuxHost(libc, facts, paths, root.leases(), ports);
    host.createDirectory(root.containers(), 0755);
    Patience patience = new Patience(PATIENCE);
    while (true) {
      Optional<Container> made = lock.held(() -> takeName(identity, kept, paths, host, log));
      if (made.isPresent()) {
        return made.get();
      }
      if (!patience.pause()) {
        throw new NameTakenException(
            "container name '" + id + "' is taken by one that is still dying: " + dead.holder(id));
      }
    }
  }

  /// @return empty if the container with that name is dying
  private Optional<Container> takeName(
      Identity identity, boolean kept, ContainerPaths paths, LinuxHost host, HostLog log) {
    String id = identity.key();
    // a failed undo must not stop a run: jcr-init reports it, and gc tries again
    boolean failed = dead.reclaim().failed().containsKey(id);
    if (!failed && dead.isEnding(id)) {
      return Optional.empty();
    }
    names.requireFree(identity);
    init.begin(root.journal(id));
    UndoJournal journal = UndoJournal.open(libc, root.journal(id));
    if (kept) {
      journal.append("tree-unless", paths.state(), root.record(id));
      journal.append("tree-unless", paths.data(), root.record(id));
    } else {
      journal.append("tree", paths.state());
    }
    identity.write(paths.state());
    return Optional.of(open(paths, kept, host, log, journal));
  }

  private Container open(
      ContainerPaths paths, boolean kept, LinuxHost host, HostLog log, UndoJournal journal) {
    Host observed = HostChain.observed(host, log, root);
    observed.createDirectory(paths.rootMount(), 0755);
    return new Container(
        paths, HostChain.journalled(observed, log.observing(journal), root, kept, libc));
  }

  /// Makes the container stay after its end, until [#delete], by writing the record journal in one
  /// step.
  public void keep(String id) {
    Path record = root.record(id);
    Path temporary = record.resolveSibling(record.getFileName() + ".new");
    try (UndoJournal journal = UndoJournal.create(libc, temporary)) {
      journal.append("tree", root.container(id));
      journal.append("tree", root.data(id));
    }
    libc.rename(temporary, record);
  }

  /// Takes a kept container, to start it.
  ///
  /// @throws UsageException when it does not exist, or is running
  public Container reopen(String id, HostLog log) {
    ContainerPaths paths = root.paths(id);
    return lock.held(() -> {
      dead.reclaim();
      requireKept(id);
      try {
        init.begin(root.journal(id));
      } catch (ErrnoException e) {
        throw e.errno() == Errno.EAGAIN ? taken(id) : e;
      }
      sweep(paths.state());
      LinuxHost host = new LinuxHost(libc, facts, paths, root.leases(), ports);
      return open(paths, true, host, log, UndoJournal.open(libc, root.journal(id)));
    });
  }

  private UsageException taken(String id) {
    return new UsageException(
        "container '"
            + name(id)
            + "' is "
            + (StateFile.running(root.container(id), facts).isPresent()
                ? "running"
                : "being started, or copied to or from: try again"));
  }

  private void requireKept(String id) {
    if (!Files.exists(root.record(id), LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException("no container '" + name(id) + "' that could be started");
    }
  }

  private String name(String key) {
    return Identity.read(root.container(key), facts).name();
  }

  /// Removes the generated files of the last start, which the next one creates again.
  private void sweep(Path state) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(state, Files::isRegularFile)) {
      for (Path file : files) {
        if (!StateRoot.isOfRecord(String.valueOf(file.getFileName()))) {
          libc.unlink(file);
        }
      }
    } catch (IOException e) {
      throw new HostException("read " + state + ": " + FileFailure.reason(e));
    }
  }

  /// Removes a container that has ended, with its record and its writable layer.
  ///
  /// @throws UsageException when it is running
  /// @throws ErrnoException when something that it left cannot be undone; it then stays
  /// @return false when there is none
  public boolean delete(Identity identity) {
    String id = identity.key();
    return lock.held(() -> {
      DeadContainers.Reclaimed reclaimed = dead.reclaim();
      if (dead.isLocked(id)) {
        throw identity.stillRunning();
      }
      ErrnoException failure = reclaimed.failed().get(id);
      if (failure != null) {
        throw failure; // its journal says what is left, so it has to stay
      }
      boolean kept = Files.exists(root.record(id), LinkOption.NOFOLLOW_LINKS);
      ContainerEvents events = ContainerEvents.of(events(), root.container(id), facts);
      if (kept && repair().isRecordDamaged(id)) {
        keep(id);
      }
      boolean removed = kept && init.reclaim(root.record(id));
      if (removed) {
        events.write(EventLog.DESTROY);
      }
      return removed || reclaimed.ids().contains(id);
    });
  }

  /// Undoes what containers without a supervisor have left, and waits for dying ones.
  ///
  /// @param limit the total time to wait
  /// @param failed receives what could not be undone; the other containers are undone all the same
  /// @param left receives the containers that are still dying, and the process that each waits for
  /// @return the names of the reclaimed containers
  public List<String> reclaim(
      Duration limit, Consumer<ErrnoException> failed, Consumer<String> left) {
    List<String> ids = new ArrayList<>();
    Patience patience = new Patience(limit);
    while (Files.isDirectory(root.containers())) {
      DeadContainers.Reclaimed reclaimed = lock.held(dead::reclaim);
      ids.addAll(reclaimed.ids());
      List<String> dying = dead.dying();
      if (dying.isEmpty() || !patience.pause()) {
        reclaimed.failed().values().forEach(failed); // a failure would only repeat
        dying.forEach(id -> left.accept("container " + id + ": " + dead.holder(id)));
        break;
      }
    }
    return ids;
  }

  /// The container that a process is starting or supervising, or nothing.
  Optional<String> of(LockOwner process) {
    return ContainerRecords.keys(root).stream()
        .filter(id ->
            LockOwner.of(root.journal(id)).stream()
                .anyMatch(one -> one.pid() == process.parent() || one.pid() == process.pid()))
        .findFirst();
  }

  /// [DeadContainers#strangers].
  List<Path> strangers() {
    return dead.strangers();
  }

  /// Whether somebody is running or starting a container, or copying to or from it.
  public boolean isBusy(Identity identity) {
    return dead.isLocked(identity.key());
  }

  /// Mends the undo journal of a container, if it is damaged, so that its end undoes everything.
  ///
  /// @return whether it was
  public boolean mend(Identity identity) {
    return Files.isDirectory(root.container(identity.key()))
        && lock.held(() -> repair().mend(identity.key()));
  }

  /// Mends those of running containers, and removes what containers have left whose journals had
  /// lost it.
  ///
  /// @param told receives a line for each thing done
  void recover(Consumer<String> told) {
    OrphanedObjects orphans = new OrphanedObjects(root, facts, libc);
    if (!Files.isDirectory(root.containers())) {
      orphans.remove(told); // somebody has removed it, with the lock
      return;
    }
    lock.held(() -> {
      for (ContainerRecord record : new ContainerRecords(root, facts).all()) {
        boolean running = record.state().status() == ContainerState.Status.RUNNING;
        if (running && repair().mend(record.identity().key())) {
          told.accept("mended the undo journal of container " + record.identity().name());
        }
      }
      orphans.remove(told);
      return true;
    });
  }

  private JournalRepair repair() {
    return new JournalRepair(root, facts, libc);
  }
}
