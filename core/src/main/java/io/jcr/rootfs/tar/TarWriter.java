package io.jcr.rootfs.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a tar archive in the POSIX format: ustar headers, preceded by an extended header (pax)
/// when a name, number, fraction of a second or extended attribute does not fit.
public final class TarWriter {
  private static final int NAME = 100;
  private static final int BLOCKS = 20;
  private static final int NANOS = 1_000_000_000;
  private static final long OCTAL_7 = 1L << 21;
  private static final long OCTAL_11 = 1L << 33;
  private static final String XATTR = "SCHILY.xattr.";

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private long written;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Adds a member.
  ///
  /// @param content of a file; cut, or padded with zeros, if the file's size changes meanwhile
  public void add(TarEntry entry, @Nullable FileChannel content) throws IOException {
    boolean directory = entry.type() == TarEntry.Type.DIRECTORY;
    String name = directory ? entry.name() + "/" : entry.name();
    long size = content == null ? 0 : content.size();
    byte[] extended = extended(entry, name, size);
    if (extended.length > 0) {
      header('x', "PaxHeaders/entry", "", entry, extended.length);
      padded(extended);
    }
    header(type(entry), name, entry.linkName(), entry, size);
    if (content != null) {
      copy(content, size);
    }
  }

  /// Marks the end.
  public void finish() throws IOException {
    int record = BLOCKS * TarHeader.SIZE;
    long end = written + 2 * TarHeader.SIZE;
    write(new byte[(int) ((end + record - 1) / record * record - written)]);
    out.flush();
  }

  private static char type(TarEntry entry) {
    return switch (entry.type()) {
      case FILE -> '0';
      case HARD_LINK -> '1';
      case SYMBOLIC_LINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO -> '6';
    };
  }

  private static byte[] extended(TarEntry entry, String name, long size) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    text(records, "path", name);
    text(records, "linkpath", entry.linkName());
    number(records, "size", size, OCTAL_11);
    number(records, "uid", entry.uid(), OCTAL_7);
    number(records, "gid", entry.gid(), OCTAL_7);
    time(records, entry.modified());
    for (Map.Entry<String, byte[]> one : new TreeMap<>(entry.xattrs()).entrySet()) {
      record(records, XATTR + one.getKey(), one.getValue());
    }
    return records.toByteArray();
  }

  private static void text(OutputStream records, String key, String value) throws IOException {
    byte[] bytes = value.getBytes(UTF_8);
    if (bytes.length > NAME || bytes.length != value.length()) {
      record(records, key, bytes);
    }
  }

  private static void number(OutputStream records, String key, long value, long room)
      throws IOException {
    if (value >= room) {
      record(records, key, Long.toString(value).getBytes(UTF_8));
    }
  }

  /// In seconds; before 1970 the fraction counts backwards.
  private static void time(OutputStream records, Instant time) throws IOException {
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    if (nanos == 0 && seconds >= 0 && seconds < OCTAL_11) {
      return;
    }
    boolean before = seconds < 0 && nanos > 0;
    long whole = before ? seconds + 1 : seconds;
    String fraction = Integer.toString(NANOS + (before ? NANOS - nanos : nanos)).substring(1);
    String text = (before && whole == 0 ? "-" : "") + whole + "." + fraction;
    record(records, "mtime", text.getBytes(UTF_8));
  }

  /// `LENGTH KEY=VALUE`, where the length includes its own digits.
  private static void record(OutputStream records, String key, byte[] value) throws IOException {
    byte[] keyBytes = (" " + key + "=").getBytes(UTF_8);
    int rest = keyBytes.length + value.length + 1;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    records.write(Integer.toString(length).getBytes(UTF_8));
    records.write(keyBytes);
    records.write(value);
    records.write('\n');
  }

  private void header(char type, String name, String linkName, TarEntry entry, long size)
      throws IOException {
    byte[] block = new byte[TarHeader.SIZE];
    put(block, 0, NAME, name.getBytes(UTF_8));
    octal(block, 100, 7, entry.mode());
    octal(block, 108, 7, entry.uid() < OCTAL_7 ? entry.uid() : 0);
    octal(block, 116, 7, entry.gid() < OCTAL_7 ? entry.gid() : 0);
    octal(block, 124, 11, size < OCTAL_11 ? size : 0);
    octal(block, 136, 11, Math.clamp(entry.modified().getEpochSecond(), 0, OCTAL_11 - 1));
    block[156] = (byte) type;
    put(block, 157, NAME, linkName.getBytes(UTF_8));
    put(block, 257, 8, "ustar\00000".getBytes(UTF_8));
    octal(block, 329, 7, entry.major());
    octal(block, 337, 7, entry.minor());
    Arrays.fill(block, 148, 156, (byte) ' ');
    int checksum = 0;
    for (byte b : block) {
      checksum += b & 0xff;
    }
    octal(block, 148, 6, checksum);
    block[154] = 0;
    write(block);
  }

  private static void put(byte[] block, int at, int room, byte[] bytes) {
    System.arraycopy(bytes, 0, block, at, Math.min(room, bytes.length));
  }

  private static void octal(byte[] block, int at, int digits, long value) {
    String text = Long.toOctalString(value);
    put(block, at, digits, ("0".repeat(digits - text.length()) + text).getBytes(UTF_8));
  }

  private void copy(FileChannel content, long size) throws IOException {
    long left = size;
    while (left > 0) {
      int n = content.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
      if (n < 0) {
        n = (int) Math.min(buffer.length, left);
        Arrays.fill(buffer, 0, n, (byte) 0);
      }
      out.write(buffer, 0, n);
      written += n;
      left -= n;
    }
    pad();
  }

  private void padded(byte[] bytes) throws IOException {
    write(bytes);
    pad();
  }

  private void pad() throws IOException {
    int rest = (int) (written % TarHeader.SIZE);
    if (rest > 0) {
      write(new byte[TarHeader.SIZE - rest]);
    }
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }
}
