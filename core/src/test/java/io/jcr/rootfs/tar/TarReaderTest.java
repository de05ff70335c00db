package io.jcr.rootfs.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  @TempDir Path directory;

  @Test
  void allKindsOfEntries() throws IOException {
    byte[] archive =
        new TarBuilder()
            .directory("d/", 0755)
            .file("d/f", "content", e -> e.setMode(04711))
            .symbolicLink("s", "d/f")
            .hardLink("h", "d/f")
            .special("p", TarConstants.LF_FIFO, e -> {})
            .special(
                "c",
                TarConstants.LF_CHR,
                e -> {
                  e.setDevMajor(5);
                  e.setDevMinor(1);
                })
            .special("b", TarConstants.LF_BLK, e -> e.setDevMajor(8))
            .build();
    List<TarEntry> entries = entries(archive);
    assertEquals(
        List.of(
            "DIRECTORY d/ ",
            "FILE d/f ",
            "SYMBOLIC_LINK s d/f",
            "HARD_LINK h d/f",
            "FIFO p ",
            "CHARACTER_DEVICE c ",
            "BLOCK_DEVICE b "),
        entries.stream().map(e -> e.type() + " " + e.name() + " " + e.linkName()).toList());
    assertEquals(04711, entries.get(1).mode());
    assertEquals(TarBuilder.TIME, entries.get(1).modified());
    assertEquals(5, entries.get(5).major());
    assertEquals(1, entries.get(5).minor());
    assertEquals(8, entries.get(6).major());
  }

  @Test
  void whatDoesNotFitTheOldFields() throws IOException {
    String longName = "x/".repeat(300) + "ü";
    FileTime old = FileTime.from(Instant.parse("1965-01-01T00:00:00.25Z"));
    byte[] archive =
        new TarBuilder()
            .file(
                longName,
                "1",
                e -> {
                  e.setUserId(4_000_000_000L);
                  e.setGroupId(3_000_000L);
                  e.setLastModifiedTime(old);
                })
            .symbolicLink("l", "y".repeat(300))
            .build();
    List<TarEntry> entries = entries(archive);
    assertEquals(longName, entries.getFirst().name());
    assertEquals(4_000_000_000L, entries.getFirst().uid());
    assertEquals(3_000_000L, entries.getFirst().gid());
    assertEquals(old.toInstant(), entries.getFirst().modified());
    assertEquals("y".repeat(300), entries.get(1).linkName());
  }

  @Test
  void extendedAttributesAreBytes() throws IOException {
    byte[] value = {1, 0, 0, 2, (byte) 0x80, 0, 0, 0, '\n', '=', (byte) 0xff};
    byte[] archive = TarBuilder.withRecords(TarBuilder.record("SCHILY.xattr.user.t", value));
    assertArrayEquals(value, entries(archive).getFirst().xattrs().get("user.t"));
  }

  /// GNU tar's forms, each with a long name, a sparse file and a file after it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=gnu --sparse",
        "--format=oldgnu --sparse",
        "--format=ustar",
        "--format=v7",
        "--format=posix",
        "--format=posix --sparse --sparse-version=0.0",
        "--format=posix --sparse --sparse-version=0.1",
        "--format=posix --sparse --sparse-version=1.0"
      })
  void formsOfGnuTar(String options) throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    byte[] sparse = sparseFile(tree.resolve("sparse"));
    Files.writeString(tree.resolve("z-last"), "last");
    boolean old = options.contains("v7") || options.contains("ustar");
    String longName = old ? "a-short" : "a".repeat(200);
    Files.writeString(tree.resolve(longName), "long");
    Path archive = directory.resolve("t.tar");
    List<String> command = new ArrayList<>(List.of("tar", "-c", "-f", archive.toString()));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-C", tree.toString(), longName, "sparse", "z-last"));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());

    TarReader reader = open(Files.readAllBytes(archive));
    assertEquals(longName, reader.next().name());
    assertEquals("sparse", reader.next().name());
    assertArrayEquals(sparse, copy(reader));
    assertEquals("z-last", reader.next().name());
    assertEquals("last", new String(copy(reader), UTF_8));
    assertNull(reader.next());
    if (options.contains("--sparse")) {
      assertTrue(Files.size(archive) < sparse.length / 2, "the archive is sparse, too");
    }
  }

  /// More pieces than a header has room for, and a hole at the end.
  private static byte[] sparseFile(Path file) throws IOException {
    byte[] content = new byte[8 << 20];
    Random random = new Random(1);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 60; i++) {
        byte[] piece = new byte[4096];
        random.nextBytes(piece);
        System.arraycopy(piece, 0, content, i << 16, piece.length);
        channel.write(ByteBuffer.wrap(piece), i << 16);
      }
      channel.write(ByteBuffer.allocate(1), content.length - 1);
    }
    return content;
  }

  @Test
  void contentThatIsNotReadIsSkipped() throws IOException {
    byte[] archive = new TarBuilder().file("a", "x".repeat(1000)).file("b", "2").build();
    TarReader reader = open(archive);
    reader.next();
    assertEquals("b", reader.next().name());
    assertEquals("2", new String(copy(reader), UTF_8));
  }

  @Test
  void everyTruncationIsNoticed() {
    byte[] archive = new TarBuilder().file("a", "x".repeat(1000)).file("b", "2").build();
    // to the beginning of the end mark: a header and two blocks, a header and one block
    for (int length = 513; length <= 5 * 512; length += 89) {
      byte[] part = Arrays.copyOf(archive, length);
      assertEquals("truncated: it ends before its end mark", refused(part));
    }
    assertEquals(
        "truncated: it ends before its end mark", refused(Arrays.copyOf(archive, 5 * 512)));
  }

  @Test
  void whatIsNoArchive() {
    byte[] script = "#!/bin/sh\n".repeat(100).getBytes(UTF_8);
    for (byte[] data : List.of(new byte[0], new byte[100], new byte[2048], script)) {
      assertEquals("not a tar archive", refused(data));
    }
  }

  @Test
  void aDamagedHeaderIsNoticed() {
    byte[] archive = new TarBuilder().file("a", "1").file("b", "2").build();
    archive[1024 + 3]++;
    assertEquals("damaged: an entry has a wrong checksum", refused(archive));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 a=b\n",
        "99 a=b\n",
        "6 a=bX",
        "6 abc\n",
        "x a=b\n",
        "0 a=b\n",
        "-6 a=b\n",
        "13 size=-100\n",
        "20 uid=99999999999\n",
        "11 mtime=x\n",
        "10 gid=-1\n",
        "26 GNU.sparse.map=5,1,2,3\n"
      })
  void damagedExtendedHeadersAreRefused(String records) {
    assertTrue(
        refused(TarBuilder.withRecords(records.getBytes(UTF_8))).startsWith("damaged: "), records);
  }

  @Test
  void headersThatWouldFillTheMemoryAreRefused() {
    byte[] archive = TarBuilder.withRecords("6 a=b\n".getBytes(UTF_8));
    byte[] huge = "77777777777\0".getBytes(UTF_8);
    System.arraycopy(huge, 0, archive, 124, huge.length);
    TarBuilder.fixChecksum(archive, 0);
    assertEquals("damaged: a header of 8589934591 bytes, more than 4194304", refused(archive));
  }

  @Test
  void aNameThatIsNotUtf8IsRefused() {
    byte[] archive = new TarBuilder().file("caf.", "1").build();
    archive[3] = (byte) 0xe9;
    TarBuilder.fixChecksum(archive, 0);
    assertEquals("the name 'caf\ufffd' is not UTF-8", refused(archive));
  }

  @Test
  void anUnknownTypeIsRefused() {
    byte[] archive = new TarBuilder().file("a", "1").build();
    archive[156] = 'M';
    TarBuilder.fixChecksum(archive, 0);
    assertEquals("entry 'a' is of the unknown type 'M'", refused(archive));
  }

  /// Whatever is in an archive: reading it ends well, or with this one exception.
  @Test
  void rubbishIsRefusedInOneWay() throws IOException {
    Random random = new Random(7);
    byte[] good = new TarBuilder().file("n".repeat(150), "1").file("b", "2").build();
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] archive = good.clone();
      int block = random.nextInt(4) * 512;
      for (int n = 0; n < 3; n++) {
        archive[block + random.nextInt(512)] = (byte) random.nextInt(256);
      }
      if (random.nextBoolean()) {
        TarBuilder.fixChecksum(archive, block);
      }
      try {
        assertTrue(entries(archive).size() <= 2);
      } catch (MalformedArchiveException e) {
        refused++;
      }
    }
    assertTrue(refused > 100, refused + " refused");
  }

  private static String refused(byte[] archive) {
    return assertThrows(MalformedArchiveException.class, () -> entries(archive)).getMessage();
  }

  private static TarReader open(byte[] archive) {
    return new TarReader(new ByteArrayInputStream(archive), ArchiveLimits.DEFAULT);
  }

  private static List<TarEntry> entries(byte[] archive) throws IOException {
    List<TarEntry> entries = new ArrayList<>();
    TarReader reader = open(archive);
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      entries.add(entry);
    }
    return entries;
  }

  private byte[] copy(TarReader reader) throws IOException {
    Path file = Files.createTempFile(directory, "copy", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      reader.copyTo(channel);
    }
    return Files.readAllBytes(file);
  }
}
