package io.jcr.rootfs.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.rootfs.tar.SparseMap.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a tar archive from beginning to end, in the old, POSIX (ustar, pax) and GNU formats with
/// long names and sparse files. Written for jcr because a root file system needs what libraries
/// lose: byte-exact extended attributes (security.capability is not text), holes kept as holes, and
/// bounded memory whatever the archive says.
public final class TarReader {
  /// How many of a file's first bytes [#isHeader] needs.
  public static final int HEADER_BYTES = TarHeader.SIZE;

  private static final int MAX_METADATA = ArchiveLimits.METADATA_BYTES;
  private static final long MAX_ID = 0xffff_fffeL;

  private final InputStream in;
  private final ArchiveLimits limits;
  private final long deadline;
  private final byte[] buffer = new byte[1 << 16];
  private final PaxRecords global = new PaxRecords();
  private boolean first = true;
  private long entries;
  private long stored;

  /// The total size of the global extended headers so far, and of the current entry's own.
  private long globalMetadata;

  private long entryMetadata;

  /// The bytes of the current entry still to be read, and the padding of its last block.
  private long remaining;

  private int padding;
  private SparseMap map = SparseMap.whole(0);

  /// @param limits of what is read
  public TarReader(InputStream in, ArchiveLimits limits) {
    this.in = in;
    this.limits = limits;
    this.deadline = System.nanoTime() + limits.time().toNanos();
  }

  /// Whether a tar archive can begin like this.
  public static boolean isHeader(byte[] head) {
    return TarHeader.isHeader(head);
  }

  /// Advances to the next entry, skipping what was not read of the current one.
  ///
  /// @return null at the end of the archive
  /// @throws MalformedArchiveException when this is not a tar archive, or a damaged one
  public @Nullable TarEntry next() throws IOException {
    skip(remaining + padding);
    remaining = 0;
    padding = 0;
    entryMetadata = 0;
    PaxRecords pax = new PaxRecords(global);
    String longName = "";
    String longLink = "";
    while (true) {
      byte[] block = readBlock();
      if (!first && TarHeader.isZero(block)) {
        drain();
        return null;
      }
      TarHeader header =
          TarHeader.of(
              block, first ? "not a tar archive" : "damaged: an entry has a wrong checksum");
      first = false;
      switch (header.type()) {
        case 'x', 'X' -> pax.parse(readMetadata(header.size()));
        case 'g' -> {
          byte[] records = readMetadata(header.size());
          globalMetadata += records.length;
          if (globalMetadata > MAX_METADATA) {
            throw oversized(globalMetadata);
          }
          global.parse(records);
          pax.parse(records);
        }
        case 'L' -> longName = longText(header);
        case 'K' -> longLink = longText(header);
        case 'V' -> skip(padded(header.size())); // a volume label
        default -> {
          countEntry();
          return entry(header, pax, longName, longLink);
        }
      }
    }
  }

  /// The size of all files up to the current entry, not counting holes.
  public long storedBytes() {
    return stored;
  }

  /// Writes the current entry's content to an empty file. Call it only once.
  public void copyTo(FileChannel file) throws IOException {
    long end = 0;
    for (Segment segment : map.segments()) {
      copy(segment, file);
      end = segment.offset() + segment.length();
    }
    if (end < map.size()) {
      file.write(ByteBuffer.allocate(1), map.size() - 1);
    }
  }

  private void copy(Segment segment, FileChannel file) throws IOException {
    long at = segment.offset();
    long end = at + segment.length();
    while (at < end) {
      checkTime();
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, end - at));
      if (n < 0) {
        throw truncated();
      }
      ByteBuffer data = ByteBuffer.wrap(buffer, 0, n);
      while (data.hasRemaining()) {
        at += file.write(data, at);
      }
      remaining -= n;
    }
  }

  private TarEntry entry(TarHeader header, PaxRecords pax, String longName, String longLink)
      throws IOException {
    String name = bounded(pax.text("path", longName.isEmpty() ? header.name() : longName));
    TarEntry.Type type = type(header.type(), name);
    if (type == TarEntry.Type.FILE) {
      content(header, pax);
    }
    boolean link = type == TarEntry.Type.HARD_LINK || type == TarEntry.Type.SYMBOLIC_LINK;
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    return new TarEntry(
        type,
        bounded(pax.text("GNU.sparse.name", name)),
        link
            ? bounded(pax.text("linkpath", longLink.isEmpty() ? header.linkName() : longLink))
            : "",
        header.mode(),
        id(pax.number("uid", header.uid())),
        id(pax.number("gid", header.gid())),
        pax.modified(header.modified()),
        device ? header.major() : 0,
        device ? header.minor() : 0,
        pax.xattrs());
  }

  /// Only files have content; in other entries the size means something else or nothing.
  private static TarEntry.Type type(char flag, String name) throws MalformedArchiveException {
    return switch (flag) {
      case '0', '\0', '7', 'S' -> name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '3' -> TarEntry.Type.CHARACTER_DEVICE;
      case '4' -> TarEntry.Type.BLOCK_DEVICE;
      case '5' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.FIFO;
      default ->
          throw new MalformedArchiveException(
              "entry " + ShownName.quoted(name) + " is of the unknown type '" + flag + "'");
    };
  }

  private void countEntry() throws MalformedArchiveException {
    if (++entries > limits.entries()) {
      throw ArchiveLimits.exceeded("more than " + limits.entries() + " entries", "entries");
    }
  }

  private String bounded(String name) throws MalformedArchiveException {
    int most = limits.nameBytes();
    if (name.length() > most || name.getBytes(UTF_8).length > most) {
      throw ArchiveLimits.exceeded(
          "a name of more than " + most + " bytes, " + ShownName.quoted(name), "name");
    }
    return name;
  }

  private void checkTime() throws MalformedArchiveException {
    if (System.nanoTime() - deadline > 0) {
      throw ArchiveLimits.exceeded(
          "taken more than " + limits.time().toSeconds() + " s to read", "time");
    }
  }

  private static long id(long id) throws MalformedArchiveException {
    if (id < 0 || id > MAX_ID) {
      throw new MalformedArchiveException("damaged: " + id + " is not a user or group id");
    }
    return id;
  }

  private void content(TarHeader header, PaxRecords pax) throws IOException {
    remaining = pax.number("size", header.size());
    stored += remaining;
    if (remaining < 0 || stored < 0 || stored > limits.storedBytes()) {
      throw ArchiveLimits.exceeded(
          "files of more than " + limits.storedBytes() + " bytes together", "size");
    }
    padding = (int) (padded(remaining) - remaining);
    String list = pax.sparseMap();
    if (header.type() == 'S') {
      map = new SparseMap(oldSegments(header), header.number(483, 12));
    } else if (pax.number("GNU.sparse.major", 0) == 1) {
      map = new SparseMap(storedSegments(), pax.number("GNU.sparse.realsize", 0));
    } else if (list != null) {
      map = SparseMap.parse(list, pax.number("GNU.sparse.size", 0));
    } else {
      map = SparseMap.whole(remaining);
    }
    map.check(remaining);
  }

  /// GNU's oldest format: four segments in the header, more in the blocks after it.
  private List<Segment> oldSegments(TarHeader header) throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      addOld(segments, header.number(386 + 24 * i, 12), header.number(398 + 24 * i, 12));
    }
    boolean more = header.at(482) != 0;
    while (more) {
      byte[] block = readBlock();
      for (int i = 0; i < 21; i++) {
        addOld(
            segments,
            TarHeader.number(block, 24 * i, 12),
            TarHeader.number(block, 24 * i + 12, 12));
      }
      more = block[504] != 0;
    }
    return segments;
  }

  private static void addOld(List<Segment> segments, long offset, long length)
      throws MalformedArchiveException {
    if (length != 0) {
      SparseMap.add(segments, offset, length);
    }
  }

  /// GNU's newest format: one number per line before the data, padded to whole blocks.
  private List<Segment> storedSegments() throws IOException {
    byte[][] block = {new byte[0]};
    int[] at = {0};
    List<Segment> segments = new ArrayList<>();
    long count = storedNumber(block, at);
    for (long i = 0; i < count; i++) {
      long offset = storedNumber(block, at);
      SparseMap.add(segments, offset, storedNumber(block, at));
    }
    return segments;
  }

  private long storedNumber(byte[][] block, int[] at) throws IOException {
    StringBuilder digits = new StringBuilder();
    while (digits.length() < 20) {
      if (at[0] == block[0].length) {
        if (remaining < TarHeader.SIZE) {
          throw new MalformedArchiveException("damaged: the map of a sparse file is cut off");
        }
        block[0] = readBlock();
        at[0] = 0;
        remaining -= TarHeader.SIZE;
      }
      char c = (char) block[0][at[0]++];
      if (c == '\n') {
        break;
      }
      digits.append(c);
    }
    return PaxRecords.decimal(digits.toString());
  }

  private String longText(TarHeader header) throws IOException {
    byte[] data = readMetadata(header.size());
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return TarHeader.decode(data, 0, end);
  }

  private byte[] readMetadata(long size) throws IOException {
    if (size > MAX_METADATA - entryMetadata) {
      throw oversized(entryMetadata + size);
    }
    entryMetadata += size;
    byte[] data = in.readNBytes((int) size);
    if (data.length < size) {
      throw truncated();
    }
    skip(padded(size) - size);
    return data;
  }

  private byte[] readBlock() throws IOException {
    checkTime();
    byte[] block = in.readNBytes(TarHeader.SIZE);
    if (block.length < TarHeader.SIZE) {
      throw first ? new MalformedArchiveException("not a tar archive") : truncated();
    }
    return block;
  }

  private void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      checkTime();
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw truncated();
      }
      left -= n;
    }
  }

  /// Reads to the very end, so that a compressed archive's own checksum is verified.
  private void drain() throws IOException {
    int n = 0;
    while (n >= 0) {
      checkTime();
      n = in.read(buffer);
    }
  }

  private static long padded(long size) {
    return (size + TarHeader.SIZE - 1) / TarHeader.SIZE * TarHeader.SIZE;
  }

  private static MalformedArchiveException oversized(long bytes) {
    return new MalformedArchiveException(
        "damaged: a header of " + bytes + " bytes, more than " + MAX_METADATA);
  }

  private static MalformedArchiveException truncated() {
    return new MalformedArchiveException("truncated: it ends before its end mark");
  }
}
