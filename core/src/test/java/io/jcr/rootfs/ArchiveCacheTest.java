package io.jcr.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.linux.FfmLibc;
import io.jcr.rootfs.tar.ArchiveLimits;
import io.jcr.rootfs.tar.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of the unpacked archives has to go.
class ArchiveCacheTest {
  private final Instant now = Instant.now();

  @TempDir Path temporary;
  private Path directory;
  private ArchiveCache cache;
  private RootfsArchive archives;

  @BeforeEach
  void make() {
    directory = temporary.resolve("cache");
    cache = new ArchiveCache(directory);
    archives = new RootfsArchive(new FfmLibc(), temporary.resolve("leases"), ArchiveLimits.DEFAULT);
  }

  @Test
  void oneOfAnArchiveThatIsThereStays() throws IOException {
    unpack("a.tar", 1000);
    assertEquals(List.of(), surplus(ArchiveCache.Policy.DEFAULT));
    assertEquals(1000, cache.bytes());
  }

  @Test
  void oneOfAnArchiveThatIsGoneGoes() throws IOException {
    Path tree = unpack("a.tar", 10);
    Files.delete(temporary.resolve("a.tar"));
    assertEquals(
        List.of(tree + ": " + temporary.resolve("a.tar") + " is gone"),
        surplus(ArchiveCache.Policy.DEFAULT));
  }

  @Test
  void oneOfAnArchiveThatHasChangedGoes() throws IOException {
    Path old = unpack("a.tar", 10);
    Path fresh = unpack("a.tar", 11);
    assertEquals(
        List.of(old + ": " + temporary.resolve("a.tar") + " has changed"),
        surplus(ArchiveCache.Policy.DEFAULT));
    ArchiveCache.remove(old);
    assertEquals(List.of(fresh), cache.trees());
    assertFalse(Files.exists(directory.resolve("." + old.getFileName() + ".source")));
  }

  @Test
  void oneThatAContainerHasStaysWhateverHasHappened() throws IOException {
    Path tree = unpack("a.tar", 10);
    Files.delete(temporary.resolve("a.tar"));
    assertEquals(List.of(), cache.surplus(Set.of(tree.toString()), ArchiveCache.Policy.NONE, now));
  }

  @Test
  void oneThatWasNotUsedForLongGoes() throws IOException {
    Path tree = unpack("a.tar", 10);
    used(tree, Duration.ofDays(31));
    assertEquals(List.of(tree + ": not used for 31 days"), surplus(ArchiveCache.Policy.DEFAULT));
    archives.unpack(temporary.resolve("a.tar"), directory);
    assertEquals(List.of(), surplus(ArchiveCache.Policy.DEFAULT), "that was a use");
  }

  @Test
  void theOldestGoWhenThereAreTooMany() throws IOException {
    Path oldest = unpack("a.tar", 1000);
    Path older = unpack("b.tar", 1000);
    unpack("c.tar", 1000);
    used(oldest, Duration.ofHours(2));
    used(older, Duration.ofHours(1));
    ArchiveCache.Policy policy = new ArchiveCache.Policy(Duration.ofDays(30), 1500);
    assertEquals(
        List.of(
            oldest + ": unpacked archives take too much room",
            older + ": unpacked archives take too much room"),
        surplus(policy));
  }

  @Test
  void whatIsSaidOfOneMayBeDamaged() throws IOException {
    Path tree = unpack("a.tar", 10);
    Files.writeString(directory.resolve("." + tree.getFileName() + ".source"), "?");
    assertTrue(surplus(ArchiveCache.Policy.DEFAULT).getFirst().startsWith(tree + ": not used for"));
  }

  @Test
  void whatIsSaidOfATreeThatIsNotThereGoes() throws IOException {
    Path tree = unpack("a.tar", 10);
    Path orphan = Files.writeString(directory.resolve(".1-2-3-4.source"), "10\n/a.tar");
    cache.removeOrphanedSources();
    assertFalse(Files.exists(orphan));
    assertTrue(Files.exists(directory.resolve("." + tree.getFileName() + ".source")));
  }

  @Test
  void sizesAreForPeople() {
    assertEquals("0 bytes", ArchiveCache.size(0));
    assertEquals("1023 bytes", ArchiveCache.size(1023));
    assertEquals("1.0 KiB", ArchiveCache.size(1024));
    assertEquals("1.5 MiB", ArchiveCache.size(3 << 19));
    assertEquals("10.0 GiB", ArchiveCache.size(10L << 30));
    assertEquals("2048.0 GiB", ArchiveCache.size(2L << 40));
  }

  private List<String> surplus(ArchiveCache.Policy policy) {
    return cache.surplus(Set.of(), policy, now).stream()
        .map(surplus -> surplus.tree() + ": " + surplus.why())
        .toList();
  }

  private Path unpack(String name, int bytes) throws IOException {
    Path archive = temporary.resolve(name);
    Files.write(archive, new TarBuilder().file("content", "x".repeat(bytes)).build());
    return archives.unpack(archive, directory);
  }

  private void used(Path tree, Duration ago) throws IOException {
    Files.setLastModifiedTime(
        directory.resolve("." + tree.getFileName() + ".source"), FileTime.from(now.minus(ago)));
  }
}
