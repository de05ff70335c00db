package io.jcr.rootfs.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged archives: whatever is in one, it is read, or refused as one that is malformed, and
/// nothing is written outside of its directory. The archives of `src/test/corpus/tar`, which GNU
/// tar has made, are changed at random; each case has a number, so that it can be run again.
///
/// `-Djcr.fuzz.cases=N` runs more of them, `-Djcr.fuzz.first=K` begins elsewhere.
class TarFuzzTest {
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(1000, 4095, 1 << 20, Duration.ofSeconds(20));

  private static final int CASES = Integer.getInteger("jcr.fuzz.cases", 300_000);
  private static final int FIRST = Integer.getInteger("jcr.fuzz.first", 0);

  /// How many cases are also written to a disk, which takes longer.
  private static final int WRITTEN = 40;

  private static final int BLOCK = 512;

  @TempDir Path temporary;

  @Test
  void aDamagedArchiveIsReadOrRefused() throws IOException {
    List<byte[]> corpus = corpus();
    int refused = 0;
    // opened once: ext4 brings a file to the disk when it is closed after it has been truncated
    try (FileChannel file =
        FileChannel.open(
            temporary.resolve("scratch"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      for (int number = FIRST; number < FIRST + CASES; number++) {
        refused += isRefused(number, damaged(corpus, new Random(number)), file) ? 1 : 0;
      }
    }
    assertTrue(refused > CASES / 10 && refused < CASES, refused + " of " + CASES + " were refused");
  }

  private static boolean isRefused(int number, byte[] archive, FileChannel file) {
    try {
      read(archive, file);
    } catch (MalformedArchiveException e) {
      assertTrue(String.valueOf(e.getMessage()).length() < 600, () -> "long: " + e.getMessage());
      return true;
    } catch (IOException e) { // a hole that no file can have
      assertEquals("File too large", e.getMessage(), "case " + number);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("case " + number, e);
    }
    return false;
  }

  @Test
  void itIsWrittenNowhereElse() throws IOException {
    List<byte[]> corpus = corpus();
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "original");
    for (int number = FIRST; number < FIRST + CASES; number += CASES / WRITTEN) {
      UnpackedTree tree = new UnpackedTree(Files.createDirectory(temporary.resolve("t" + number)));
      try {
        tree.write(damaged(corpus, new Random(number)));
      } catch (MalformedArchiveException | FileSystemException e) {
        assertTrue(e.getMessage() != null, "case " + number);
      } catch (IOException e) {
        assertEquals("File too large", e.getMessage(), "case " + number);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("case " + number, e);
      }
    }
    try (Stream<Path> all = Files.walk(outside)) {
      assertEquals(2, all.count());
    }
    assertEquals("original", Files.readString(outside.resolve("precious")));
  }

  private static void read(byte[] archive, FileChannel file) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), LIMITS);
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      if (entry.type() == TarEntry.Type.FILE) {
        file.truncate(0);
        reader.copyTo(file);
      }
    }
  }

  /// One archive, or the beginning of one and the end of another, with some bytes changed, whole
  /// blocks repeated, numbers made huge. Half of the headers get a right checksum again: else
  /// nothing behind it would be looked at.
  private static byte[] damaged(List<byte[]> corpus, Random random) {
    byte[] archive = corpus.get(random.nextInt(corpus.size())).clone();
    if (random.nextInt(4) == 0) {
      byte[] other = corpus.get(random.nextInt(corpus.size()));
      int begin = random.nextInt(archive.length / BLOCK) * BLOCK;
      int end = random.nextInt(other.length / BLOCK) * BLOCK;
      byte[] both = Arrays.copyOf(archive, begin + other.length - end);
      System.arraycopy(other, end, both, begin, other.length - end);
      archive = both;
    }
    for (int changes = random.nextInt(6); changes >= 0; changes--) {
      change(archive, random);
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(archive, random.nextInt(archive.length))
        : archive;
  }

  private static void change(byte[] archive, Random random) {
    int block = random.nextInt(archive.length / BLOCK) * BLOCK;
    switch (random.nextInt(5)) {
      case 0 -> archive[block + random.nextInt(BLOCK)] = (byte) random.nextInt(256);
      case 1 -> archive[block + 156] = (byte) "01234567xgLKVS\0".charAt(random.nextInt(15));
      case 2 -> { // a size of up to 2^63, as GNU tar writes it
        archive[block + 124] = (byte) 0x80;
        for (int i = 125 + random.nextInt(11); i < 136; i++) {
          archive[block + i] = (byte) random.nextInt(256);
        }
      }
      case 3 -> {
        int other = random.nextInt(archive.length / BLOCK) * BLOCK;
        System.arraycopy(archive, other, archive, block, BLOCK);
      }
      default -> {
        int at = random.nextInt(BLOCK);
        int end = Math.min(BLOCK, at + random.nextInt(30));
        for (; at < end; at++) {
          archive[block + at] = (byte) "0123456789 =\n/.\0e-".charAt(random.nextInt(18));
        }
      }
    }
    if (random.nextBoolean()) {
      TarBuilder.fixChecksum(archive, block);
    }
  }

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/corpus/tar"))) {
      for (Path file : files.sorted().toList()) {
        corpus.add(Files.readAllBytes(file));
      }
    }
    assertEquals(8, corpus.size());
    return corpus;
  }
}
