package io.jcr.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.rootfs.tar.ArchiveLimits;
import io.jcr.rootfs.tar.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cache, the compressions and the errors; what is written is [io.jcr.rootfs.tar]'s.
class RootfsArchiveTest {
  @TempDir Path temporary;
  private Path cache;
  private Path archive;
  private final Libc libc = new FfmLibc();
  private RootfsArchive archives;

  @BeforeEach
  void paths() {
    cache = temporary.resolve("lib/cache");
    archive = temporary.resolve("no-extension");
    archives = new RootfsArchive(libc, temporary.resolve("leases"), ArchiveLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip -c", "xz -c", "zstd -cq", "xz -9c", "zstd -cq -19"})
  void compressionIsToldByTheContent(String compressor) throws Exception {
    write(new TarBuilder().file("etc/os-release", "NAME=test\n".repeat(10_000)).build());
    compress(compressor);
    assertTrue(RootfsArchive.isArchive(archive));
    Path rootfs = archives.unpack(archive, cache);
    assertEquals("NAME=test\n".repeat(10_000), Files.readString(rootfs.resolve("etc/os-release")));
  }

  @Test
  void compressedPartsBehindEachOtherAreOneArchive() throws Exception {
    byte[] tar = new TarBuilder().file("a", "1").file("b", "2").build();
    write(Arrays.copyOf(tar, 1000));
    compress("gzip -c");
    byte[] first = Files.readAllBytes(archive);
    write(Arrays.copyOfRange(tar, 1000, tar.length));
    compress("gzip -c");
    byte[] second = Files.readAllBytes(archive);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    write(both);
    assertEquals("2", Files.readString(archives.unpack(archive, cache).resolve("b")));
  }

  @Test
  void theNextRunFindsItUnpacked() throws IOException {
    write(new TarBuilder().file("a", "1").build());
    Path rootfs = archives.unpack(archive, cache);
    Files.writeString(rootfs.resolve("mark"), "");
    assertEquals(rootfs, archives.unpack(archive, cache));
    assertTrue(Files.exists(rootfs.resolve("mark")));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), archive);
    assertEquals(rootfs, archives.unpack(link, cache));
    assertEquals(List.of(rootfs.getFileName().toString()), cached());
  }

  @Test
  void aChangedArchiveIsAnother() throws IOException {
    write(new TarBuilder().file("a", "1").build());
    Path first = archives.unpack(archive, cache);
    Files.setLastModifiedTime(archive, FileTime.fromMillis(1));
    Path second = archives.unpack(archive, cache);
    assertNotEquals(first, second);
    Files.delete(archive);
    write(new TarBuilder().file("a", "2").build());
    assertEquals("2", Files.readString(archives.unpack(archive, cache).resolve("a")));
    assertEquals("1", Files.readString(first.resolve("a")));
  }

  @Test
  void onlyTheOwnerEntersTheCache() throws IOException {
    write(new TarBuilder().directory("./", 0755).file("a", "1").build());
    Path rootfs = archives.unpack(archive, cache);
    assertEquals(0700, mode(cache));
    assertEquals(0755, mode(rootfs));
  }

  @Test
  void manyAtOnceUnpackItOnce() throws Exception {
    write(new TarBuilder().file("a", "x".repeat(3_000_000)).build());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<Path> unpack = () -> archives.unpack(archive, cache);
      List<Future<Path>> all = threads.invokeAll(Stream.generate(() -> unpack).limit(8).toList());
      for (Future<Path> path : all) {
        assertEquals(all.getFirst().get(), path.get());
      }
    }
    assertEquals(1, cached().size(), cached().toString());
  }

  @Test
  void whatADeadRunLeftIsRemoved() throws IOException {
    write(new TarBuilder().file("a", "1").build());
    Path rootfs = archives.unpack(archive, cache);
    Files.move(rootfs, cache.resolve("." + rootfs.getFileName() + ".partial"));
    Files.createDirectories(cache.resolve(".0123.partial/dir"));
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "");
    Files.createSymbolicLink(cache.resolve(".0123.partial/dir/link"), outside);
    Files.writeString(cache.resolve("." + rootfs.getFileName() + ".partial/half"), "");

    assertEquals(rootfs, archives.unpack(archive, cache));
    assertFalse(Files.exists(rootfs.resolve("half")));
    assertEquals(List.of(rootfs.getFileName().toString()), cached());
    assertTrue(Files.exists(outside.resolve("precious")));
  }

  @Test
  void whatAnotherRunIsMakingStays() throws IOException {
    Files.createDirectories(cache.resolve(".0123.partial"));
    int lock = libc.open(cache.resolve(".0123.lock"), Libc.O_RDWR | Libc.O_CREAT, 0600);
    libc.flock(lock, Libc.LOCK_EX);
    write(new TarBuilder().file("a", "1").build());
    archives.unpack(archive, cache);
    libc.close(lock);
    assertTrue(Files.exists(cache.resolve(".0123.partial")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip -c", "xz -c", "zstd -cq"})
  void aTruncatedArchiveIsRefusedAndLeavesNothing(String compressor) throws Exception {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      content.append(i * 7919L % 10007);
    }
    write(new TarBuilder().file("a", content.toString()).file("b", "1").build());
    compress(compressor);
    byte[] whole = Files.readAllBytes(archive);
    int end = compressor.equals("cat") ? whole.length - 10_240 : whole.length;
    for (int length : List.of(end - 1, end / 2, end * 9 / 10)) {
      write(Arrays.copyOf(whole, length));
      String message = refused();
      assertTrue(message.contains("truncated"), message);
    }
    assertNothingUnpacked();
  }

  @Test
  void whatIsNoArchiveIsToldSo() throws Exception {
    write("#!/bin/sh\n".getBytes(UTF_8));
    assertFalse(RootfsArchive.isArchive(archive));
    assertEquals("--rootfs=" + archive + ": not a tar archive", refused());
    compress("gzip -c");
    assertTrue(RootfsArchive.isArchive(archive));
    assertEquals("--rootfs=" + archive + ": not a tar archive", refused());
    assertFalse(RootfsArchive.isArchive(temporary));
    assertFalse(RootfsArchive.isArchive(temporary.resolve("missing")));
    assertNothingUnpacked();
  }

  @Test
  void otherCompressionsAreNamed() throws IOException {
    write("BZh91AY&SY".getBytes(UTF_8));
    assertTrue(RootfsArchive.isArchive(archive));
    assertEquals(
        "--rootfs=" + archive + ": compressed with bzip2, but only gzip, xz and zstd can be read",
        refused());
    assertNothingUnpacked();
  }

  @Test
  void aHostileArchiveLeavesNothing() throws IOException {
    write(new TarBuilder().file("a", "1").file("../../evil", "2").build());
    assertEquals(
        "--rootfs=" + archive + ": entry '../../evil' leads out of the archive", refused());
    assertNothingUnpacked();
    assertFalse(Files.exists(temporary.resolve("lib/evil")));
  }

  @Test
  void aCacheThatCannotBeMadeIsAnErrorOfTheHost() throws IOException {
    write(new TarBuilder().file("a", "1").build());
    Files.createDirectories(cache.getParent());
    Files.writeString(cache, "a file");
    HostException e = assertThrows(HostException.class, () -> archives.unpack(archive, cache));
    assertTrue(
        e.getMessage().startsWith("--rootfs=" + archive + ": cannot be unpacked: "),
        e.getMessage());
  }

  private void write(byte[] data) throws IOException {
    Files.write(archive, data);
  }

  private void compress(String compressor) throws Exception {
    Path packed = temporary.resolve("packed");
    List<String> command = List.of(compressor.split(" "));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(archive.toFile())
            .redirectOutput(packed.toFile())
            .start();
    assertEquals(0, process.waitFor());
    Files.write(archive, Files.readAllBytes(packed));
  }

  private String refused() {
    return assertThrows(UsageException.class, () -> archives.unpack(archive, cache)).getMessage();
  }

  private void assertNothingUnpacked() throws IOException {
    assertEquals(List.of(), cached());
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.endsWith(".source"))
          .sorted()
          .toList();
    }
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }
}
