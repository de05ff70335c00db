package io.jcr.state;

import io.jcr.host.LinuxHost;
import io.jcr.host.OwnedCgroups;
import io.jcr.linux.Libc;
import io.jcr.linux.nftables.NfTables;
import io.jcr.spi.HostFacts;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What names a container that needs it no longer: one that was removed, or has stopped. Its
/// journal had lost the entry.
///
/// @param root whose containers they are
/// @param facts what is known about the machine
record OrphanedObjects(StateRoot root, HostFacts facts, Libc libc) {
  /// Removes them. Call it with the store's lock held, so that no container begins meanwhile.
  ///
  /// @param told receives a line for each item removed, or left for a reason
  void remove(Consumer<String> told) {
    removeCgroups(told);
    removeTables(told);
  }

  private void removeCgroups(Consumer<String> told) {
    OwnedCgroups cgroups = new OwnedCgroups(libc);
    Map<Path, Path> owners = new TreeMap<>(cgroups.all(facts.cgroups()));
    if (root.equals(StateRoot.of(null))) {
      cgroups.unmarked(facts.cgroups()).forEach(group -> owners.put(group, ownerByName(group)));
    }
    owners.forEach((group, owner) -> {
      if (!isOrphan(owner)) {
        return;
      }
      if (cgroups.remove(group)) {
        told.accept("removed cgroup " + group);
        cgroups.removeIdleParents(group);
      } else {
        told.accept("left cgroup " + group + ": processes live in it, though its container ended");
      }
    });
    cgroups.removeIdle(facts.cgroups()).forEach(group -> told.accept("removed cgroup " + group));
  }

  /// The limiters name a group after its container: `web`, or `_cgroup.procs` where that name is
  /// the kernel's. The name of one from another state root has an `@`, so that it is no container's
  /// here.
  private Path ownerByName(Path group) {
    String name = String.valueOf(group.getFileName());
    return name.contains("@")
        ? group
        : root.container(name.startsWith("_") ? name.substring(1) : name);
  }

  private void removeTables(Consumer<String> told) {
    NfTables tables = new NfTables(libc);
    for (NfTables.Table table : tables.all()) {
      if (LinuxHost.keyOf(table.name()).filter(key -> isOrphan(key, table.name())).isPresent()) {
        tables.delete(table);
        told.accept("removed nftables table " + table.name());
      }
    }
  }

  /// The name has a part that other roots' containers differ in.
  private boolean isOrphan(String key, String table) {
    return LinuxHost.isTableOf(root.paths(key), table) && isOrphan(root.container(key));
  }

  /// As long as a container lives, or leaves something to undo, it has a journal.
  private boolean isOrphan(Path owner) {
    return root.containers().equals(owner.getParent())
        && !Files.exists(owner.resolve("undo"), LinkOption.NOFOLLOW_LINKS);
  }
}
