package io.jcr.runtime;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.netlink.LinuxLinks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Removes what no living container needs: the rest of dead containers, leases whose owners are
/// gone.
public final class GarbageCollector {
  private static final Duration TAKING = Duration.ofSeconds(10);

  private final ContainerStore store;
  private final StateRoot root;
  private final Libc libc;

  GarbageCollector(ContainerStore store, StateRoot root, Libc libc) {
    this.store = store;
    this.root = root;
    this.libc = libc;
  }

  /// A collector for one state root.
  public static GarbageCollector of(StateRoot root, Libc libc) {
    ControlSocket init = ControlSocket.inherited(libc, System.getenv());
    return new GarbageCollector(
        new ContainerStore(root, libc, new LinuxHostFacts(), init), root, libc);
  }

  /// Removes it.
  ///
  /// @param removed is told what was removed, a line each
  /// @throws HostException in the end, when something could not be removed
  public void collect(Consumer<String> removed) {
    List<ErrnoException> failures = new ArrayList<>();
    store.reclaim(failures::add).forEach(id -> removed.accept("removed container " + id));
    removeOrphanedLeases(removed);
    idleBridges().forEach(removed);
    if (!failures.isEmpty()) {
      throw new HostException("gc", failures.getFirst(), "");
    }
  }

  private List<String> idleBridges() {
    try (LinuxLinks links = new LinuxLinks(libc)) {
      List<String> idle = links.idleBridges();
      idle.forEach(links::deleteLink);
      return idle.stream().map(name -> "removed bridge " + name).toList();
    }
  }

  void removeOrphanedLeases(Consumer<String> removed) {
    if (!Files.isDirectory(root.leases())) {
      return;
    }
    try (Stream<Path> files = Files.walk(root.leases())) {
      for (Path lease : files.filter(Files::isRegularFile).sorted().toList()) {
        if (isOrphaned(lease)) {
          libc.unlink(lease);
          removed.accept("removed lease " + lease);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new HostException("look for leases in " + root.leases() + ": " + e.getMessage());
    }
  }

  /// A lease holds the directory of its container. An empty one is that of a container that is just
  /// taking it, or was killed just then: after a while it is the latter.
  private static boolean isOrphaned(Path lease) throws IOException {
    try {
      String holder = Files.readString(lease).strip();
      Instant taken = Files.getLastModifiedTime(lease).toInstant();
      return holder.isEmpty()
          ? taken.isBefore(Instant.now().minus(TAKING))
          : !Files.isDirectory(Path.of(holder));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
