package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import io.jcr.api.ContainerState;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.rootfs.ArchiveCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What containers share, in a temporary directory; [ContainerStoreTest] has what is their own.
class GarbageCollectorTest {
  @TempDir Path directory;
  private final Libc libc = new FfmLibc();
  private final List<String> told = new ArrayList<>();

  @Test
  void leasesOfTheGoneAreRemoved() throws IOException {
    Path living = Files.createDirectories(root().container("living"));
    Files.createFile(root().journal("living"));
    Path stopped = Files.createDirectories(root().container("stopped"));
    Path pool = Files.createDirectories(root().leases().resolve("10.88.0.0-16"));
    Path kept = Files.createSymbolicLink(pool.resolve("a"), living);
    Path gone = Files.createSymbolicLink(pool.resolve("b"), root().container("gone"));
    Path ofStopped = Files.createSymbolicLink(pool.resolve("b2"), stopped);
    Path noLease = Files.writeString(pool.resolve("c"), "");
    collector().removeOrphanedLeases(told::add);
    assertEquals(List.of("removed lease " + gone, "removed lease " + ofStopped), told);
    assertTrue(Files.exists(kept) && Files.exists(noLease));
    assertFalse(Files.isSymbolicLink(gone) || Files.isSymbolicLink(ofStopped));
  }

  @Test
  void aPoolWithoutLeasesGoes() throws IOException {
    Path empty = Files.createDirectories(root().leases().resolve("empty"));
    Path emptied = Files.createDirectories(root().leases().resolve("emptied"));
    Files.createSymbolicLink(emptied.resolve("a"), root().container("gone"));
    collector().removeOrphanedLeases(told::add);
    assertFalse(Files.exists(empty) || Files.exists(emptied));
    assertTrue(Files.isDirectory(root().leases()), "what is locked stays");
  }

  @Test
  void anUnpackedArchiveGoesUnlessAContainerHasIt() throws IOException {
    Path used = Files.createDirectories(root().archives().resolve("a-1"));
    Path unused = Files.createDirectories(root().archives().resolve("a-2/etc/deep")).getParent();
    Path half = Files.createDirectories(root().archives().resolve(".a-3.partial"));
    Files.writeString(unused.resolve("passwd"), "");
    Path bundle = Files.createDirectories(root().container("web"));
    StateFile.write(
        new ContainerState(
            "web",
            ContainerState.Status.RUNNING,
            1,
            1,
            "",
            bundle,
            Map.of("rootfs", used.toString())));
    collector().removeSurplusArchives(ArchiveCache.Policy.NONE, told::add);
    assertEquals(
        List.of(
            "removed unpacked archive " + half + ": it is not complete",
            "removed unpacked archive " + root().archives().resolve("a-2") + ": not in use"),
        told);
    assertEquals(List.of(used), new ArchiveCache(root().archives()).trees());
  }

  @Test
  void whatWasFreedIsSaid() throws IOException {
    Path tree = Files.createDirectories(root().archives().resolve("a-1"));
    ArchiveCache.describe(tree, 3 << 19, directory.resolve("gone.tar"));
    collector().removeSurplusArchives(ArchiveCache.Policy.DEFAULT, told::add);
    assertEquals(
        List.of(
            "removed unpacked archive " + tree + ": " + directory.resolve("gone.tar") + " is gone",
            "total reclaimed space: 1.5 MiB"),
        told);
  }

  @Test
  void whoKeepsItOffIsNamed() throws IOException {
    Path leases = Files.createDirectories(root().leases());
    Path gone = Files.createSymbolicLink(leases.resolve("a"), root().container("gone"));
    try (HeldLock lock = HeldLock.byItsOwner(leases)) {
      collector().collect(ArchiveCache.Policy.DEFAULT, told::add);
      assertEquals(
          List.of(
              "left what containers share: "
                  + leases
                  + " is locked by process "
                  + lock.pid()
                  + " (sh) (run jcr gc again when it has ended)"),
          told);
      assertTrue(Files.isSymbolicLink(gone));
    }
  }

  @Test
  void thereMayBeNoArchives() {
    collector().removeSurplusArchives(ArchiveCache.Policy.NONE, told::add);
    assertEquals(List.of(), told);
  }

  private GarbageCollector collector() {
    ContainerStore store = mock(ContainerStore.class);
    return new GarbageCollector(store, root(), libc, Duration.ofMillis(50));
  }

  private StateRoot root() {
    Path run = directory.resolve("run");
    return new StateRoot(
        run.resolve("containers"),
        directory.resolve("data"),
        directory.resolve("leases"),
        directory.resolve("shared"),
        directory.resolve("indexes"),
        run.resolve("lock"));
  }
}
