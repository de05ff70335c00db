package io.jcr.runtime;

import io.jcr.init.ControlSocket;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.netlink.LinuxLinks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Removes what no living container needs: the rest of dead containers, leases whose owners are
/// gone.
public final class GarbageCollector {
  private final ContainerStore store;
  private final StateRoot root;
  private final Libc libc;

  private GarbageCollector(ContainerStore store, StateRoot root, Libc libc) {
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
  /// @return what was removed, a line each
  public List<String> collect() {
    List<String> removed = new ArrayList<>();
    store.reclaim().forEach(id -> removed.add("removed container " + id));
    removed.addAll(orphanedLeases());
    removed.addAll(idleBridges());
    return removed;
  }

  private List<String> idleBridges() {
    try (LinuxLinks links = new LinuxLinks(libc)) {
      List<String> idle = links.idleBridges();
      idle.forEach(links::deleteLink);
      return idle.stream().map(name -> "removed bridge " + name).toList();
    }
  }

  /// A lease holds the directory of its container.
  private List<String> orphanedLeases() {
    List<String> removed = new ArrayList<>();
    if (!Files.isDirectory(root.leases())) {
      return removed;
    }
    try (Stream<Path> files = Files.walk(root.leases())) {
      for (Path lease : files.filter(Files::isRegularFile).toList()) {
        if (!Files.isDirectory(Path.of(Files.readString(lease).strip()))) {
          Files.delete(lease);
          removed.add("removed lease " + lease);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return removed;
  }
}
