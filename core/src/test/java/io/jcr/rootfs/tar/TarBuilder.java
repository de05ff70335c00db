package io.jcr.rootfs.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Makes tar archives for tests, with another implementation than the one under test. All entries
/// belong to 0:0 and have one time unless told otherwise.
public final class TarBuilder {
  public static final Instant TIME = Instant.parse("2020-02-29T12:34:56Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  public TarBuilder() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  public TarBuilder file(String name, String content) {
    return file(name, content, entry -> {});
  }

  public TarBuilder file(String name, String content, Consumer<TarArchiveEntry> change) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(data.length);
    return add(entry, data, change);
  }

  public TarBuilder directory(String name, int mode) {
    return special(name, TarConstants.LF_DIR, entry -> entry.setMode(mode));
  }

  public TarBuilder symbolicLink(String name, String target) {
    return special(name, TarConstants.LF_SYMLINK, entry -> entry.setLinkName(target));
  }

  public TarBuilder hardLink(String name, String target) {
    return special(name, TarConstants.LF_LINK, entry -> entry.setLinkName(target));
  }

  public TarBuilder special(String name, byte type, Consumer<TarArchiveEntry> change) {
    return add(new TarArchiveEntry(name, type, true), new byte[0], change);
  }

  private TarBuilder add(TarArchiveEntry entry, byte[] data, Consumer<TarArchiveEntry> change) {
    try {
      entry.setLastModifiedTime(FileTime.from(TIME));
      change.accept(entry);
      tar.putArchiveEntry(entry);
      tar.write(data);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] build() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An archive with a file `f` that has an extended header of these records: what the other
  /// implementation would not write.
  public static byte[] withRecords(byte[] records) {
    byte[] archive =
        new TarBuilder()
            .file("PaxHeader", "r".repeat(records.length))
            .file("f", "12345678")
            .build();
    archive[156] = 'x';
    System.arraycopy(records, 0, archive, 512, records.length);
    fixChecksum(archive, 0);
    return archive;
  }

  /// One record of an extended header. Its length counts itself.
  public static byte[] record(String key, byte[] value) {
    byte[] body = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
    int length = body.length + value.length + 1;
    int total = length + 1;
    while (Integer.toString(total).length() + length != total) {
      total++;
    }
    byte[] digits = Integer.toString(total).getBytes(StandardCharsets.UTF_8);
    byte[] record = Arrays.copyOf(digits, total);
    System.arraycopy(body, 0, record, digits.length, body.length);
    System.arraycopy(value, 0, record, digits.length + body.length, value.length);
    record[total - 1] = '\n';
    return record;
  }

  /// Corrects the checksum of the header at `block`, after it was changed.
  public static void fixChecksum(byte[] archive, int block) {
    Arrays.fill(archive, block + 148, block + 156, (byte) ' ');
    int sum = 0;
    for (int i = block; i < block + 512; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(digits, 0, archive, block + 148, digits.length);
  }
}
