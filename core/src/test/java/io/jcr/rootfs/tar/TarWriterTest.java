package io.jcr.rootfs.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is read again, by jcr's own reader and by another one.
class TarWriterTest {
  private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, 32, 0, 0, 10, (byte) 0xff};

  @TempDir Path directory;

  private static TarEntry entry(TarEntry.Type type, String name, String link, String time) {
    boolean file = type == TarEntry.Type.FILE;
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE;
    return new TarEntry(
        type,
        name,
        link,
        04751,
        3_000_000_000L,
        1000,
        Instant.parse(time),
        device ? 300 : 0,
        device ? 70_000 : 0,
        file ? Map.of("security.capability", CAPABILITY) : Map.of());
  }

  private byte[] archive(TarEntry entry, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("content"), content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      writer.add(entry, entry.type() == TarEntry.Type.FILE ? channel : null);
    }
    writer.finish();
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-02-29T12:34:56Z", "2020-02-29T12:34:56.000000789Z"})
  void aFileComesBackAsItWas(String time) throws IOException {
    String name = "d/" + "x".repeat(200) + "/ü";
    TarEntry entry = entry(TarEntry.Type.FILE, name, "", time);
    byte[] archive = archive(entry, "content".getBytes(UTF_8));
    assertEquals(0, archive.length % 10240);
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), ArchiveLimits.DEFAULT);
    TarEntry read = Objects.requireNonNull(reader.next());
    assertArrayEquals(CAPABILITY, read.xattrs().get("security.capability"));
    assertEquals(entry.toString(), withXattrs(read, entry).toString());
    Path copy = directory.resolve("copy");
    try (FileChannel channel =
        FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      reader.copyTo(channel);
    }
    assertEquals("content", Files.readString(copy));
    assertNull(reader.next());
  }

  private static TarEntry withXattrs(TarEntry read, TarEntry other) {
    return new TarEntry(
        read.type(),
        read.name(),
        read.linkName(),
        read.mode(),
        read.uid(),
        read.gid(),
        read.modified(),
        read.major(),
        read.minor(),
        other.xattrs());
  }

  @Test
  void othersReadItToo() throws IOException {
    String link = "y".repeat(150);
    TarEntry entry = entry(TarEntry.Type.SYMBOLIC_LINK, "l", link, "1969-12-31T23:59:58.25Z");
    try (var in =
        new TarArchiveInputStream(new ByteArrayInputStream(archive(entry, new byte[0])))) {
      TarArchiveEntry read = in.getNextEntry();
      assertEquals(link, read.getLinkName());
      assertEquals(3_000_000_000L, read.getLongUserId());
      assertEquals(
          Instant.parse("1969-12-31T23:59:58.25Z"), read.getLastModifiedTime().toInstant());
      assertNull(in.getNextEntry());
    }
  }

  @Test
  void devicesAndDirectories() throws IOException {
    TarEntry device = entry(TarEntry.Type.CHARACTER_DEVICE, "c", "", "2020-02-29T12:34:56Z");
    TarReader reader =
        new TarReader(
            new ByteArrayInputStream(archive(device, new byte[0])), ArchiveLimits.DEFAULT);
    assertEquals(device, reader.next());
    TarEntry made = entry(TarEntry.Type.DIRECTORY, "d", "", "2020-02-29T12:34:56Z");
    reader =
        new TarReader(new ByteArrayInputStream(archive(made, new byte[0])), ArchiveLimits.DEFAULT);
    assertEquals("d/", Objects.requireNonNull(reader.next()).name());
  }
}
