package io.jcr.state;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.host.SharedSettings;
import io.jcr.host.StartLock;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.LockOwner;
import io.jcr.linux.ProbedCause;
import io.jcr.linux.netlink.LinuxLinks;
import io.jcr.rootfs.ArchiveCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Removes what no living container needs: the remains of dead containers, leases without owners,
/// pools and bridges without users, and unused unpacked archives that are out of date, old, or too
/// large together.
public final class GarbageCollector {
  private static final String AGAIN = " (run jcr gc again when it has ended)";

  private final ContainerStore store;
  private final StateRoot root;
  private final Libc libc;
  private final Duration patience;

  /// @param patience how long to wait for dying processes, and then again for containers that are
  ///   being started
  GarbageCollector(ContainerStore store, StateRoot root, Libc libc, Duration patience) {
    this.store = store;
    this.root = root;
    this.libc = libc;
    this.patience = patience;
  }

  /// A collector for one state root.
  public static GarbageCollector of(StateRoot root, Libc libc, ControlSocket init) {
    return new GarbageCollector(
        new ContainerStore(root, libc, new LinuxHostFacts(), init),
        root,
        libc,
        ContainerStore.PATIENCE);
  }

  /// Collects the garbage.
  ///
  /// @param policy which unused unpacked archives to keep
  /// @param told receives a line for each item removed, or left for a reason
  /// @throws HostException at the end, when something could not be removed
  public void collect(ArchiveCache.Policy policy, Consumer<String> told) {
    List<ErrnoException> failures = new ArrayList<>();
    store
        .reclaim(patience, failures::add, what -> told.accept("left " + what + AGAIN))
        .forEach(id -> told.accept(reclaimed(id)));
    store.recover(told);
    for (Path directory : store.strangers()) {
      told.accept(
          "left "
              + directory
              + ": it has files but no undo journal, so jcr did not make it (remove it yourself)");
    }
    collectShared(told, policy);
    if (!failures.isEmpty()) {
      ErrnoException failure = failures.getFirst();
      throw new HostException("gc", failure, ProbedCause.of(failure, new LinuxHostFacts()));
    }
  }

  /// What became of a container whose supervisor was dead: one with a record stays.
  private String reclaimed(String key) {
    if (!Files.exists(root.record(key), LinkOption.NOFOLLOW_LINKS)) {
      return "removed container " + key;
    }
    String name = Identity.read(root.container(key), new LinuxHostFacts()).name();
    return "undid what container "
        + name
        + " had left, whose supervisor was killed; it is kept (jcr start or jcr rm)";
  }

  private void collectShared(Consumer<String> told, ArchiveCache.Policy policy) {
    Optional<StartLock> lock = StartLock.alone(libc, root.leases(), patience);
    if (lock.isEmpty()) {
      told.accept("left what containers share: " + starting() + AGAIN);
      return;
    }
    try (StartLock _ = lock.get()) {
      removeOrphanedLeases(told);
      removeIdleBridges(told);
      SharedSettings.removeUnclaimed(
          libc, root.shared(), setting -> told.accept("removed setting " + setting));
      removeSurplusArchives(policy, told);
    }
  }

  /// The containers that keep the collector waiting.
  private String starting() {
    for (LockOwner owner : LockOwner.of(root.leases())) {
      String process = "process " + owner.pid() + " (" + owner.name() + ")";
      return store
          .of(owner)
          .map(id -> "container " + id + " is being started by " + process)
          .orElse(root.leases() + " is locked by " + process);
    }
    return root.leases() + " is locked by a process that cannot be seen from here";
  }

  /// Running or not, a container's record names its root file system.
  ///
  /// @param policy which unused unpacked archives to keep
  void removeSurplusArchives(ArchiveCache.Policy policy, Consumer<String> told) {
    ArchiveCache cache = new ArchiveCache(root.archives());
    long freed = 0;
    for (ArchiveCache.Surplus surplus : cache.surplus(rootsInUse(root), policy, Instant.now())) {
      ArchiveCache.remove(surplus.tree());
      told.accept("removed unpacked archive " + surplus.tree() + ": " + surplus.why());
      freed += surplus.bytes();
    }
    cache.removeOrphanedSources();
    if (freed > 0) {
      told.accept("total reclaimed space: " + ArchiveCache.size(freed));
    }
  }

  /// The root file systems in use by containers.
  public static Set<String> rootsInUse(StateRoot root) {
    ContainerRecords records = new ContainerRecords(root, new LinuxHostFacts());
    return records.all().stream()
        .map(record -> record.state().annotations().getOrDefault("rootfs", ""))
        .collect(Collectors.toSet());
  }

  private void removeIdleBridges(Consumer<String> told) {
    try (LinuxLinks links = new LinuxLinks(libc)) {
      for (String bridge : links.idleBridges()) {
        links.deleteLink(bridge);
        told.accept("removed bridge " + bridge);
      }
    }
  }

  /// Removes leases whose containers are gone, and the directories of pools without leases.
  void removeOrphanedLeases(Consumer<String> told) {
    if (!Files.isDirectory(root.leases())) {
      return;
    }
    try (Stream<Path> found = Files.walk(root.leases())) {
      List<Path> all = found.sorted().toList();
      for (Path lease : all) {
        if (Leases.holder(lease).filter(GarbageCollector::isGone).isPresent()) {
          libc.unlink(lease);
          told.accept("removed lease " + lease);
        }
      }
      for (Path pool : all.reversed()) {
        if (!pool.equals(root.leases())
            && Files.isDirectory(pool, LinkOption.NOFOLLOW_LINKS)
            && isEmpty(pool)) {
          libc.rmdir(pool);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new HostException("look for leases in " + root.leases() + ": " + e.getMessage());
    }
  }

  /// A container has a journal as long as it may have leases.
  private static boolean isGone(Path container) {
    return !Files.exists(container.resolve("undo"), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
