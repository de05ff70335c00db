package io.jcr.rootfs.tar;

import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/// How a file is compressed, judged by its first bytes, never by its name.
public enum Compression {
  NONE("none"),
  GZIP("1f8b"),
  XZ("fd377a585a00"),
  ZSTD("28b52ffd"),
  BZIP2("425a68"),
  LZ4("04224d18"),
  LZIP("4c5a4950"),
  COMPRESS("1f9d");

  /// How many of a file's first bytes [#of] needs.
  public static final int MAGIC_BYTES = 6;

  /// In hexadecimal digits.
  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /// The compression of a file that begins with these bytes.
  public static Compression of(byte[] head) {
    String digits = HexFormat.of().formatHex(head, 0, Math.min(head.length, MAGIC_BYTES));
    for (Compression compression : values()) {
      if (digits.startsWith(compression.magic)) {
        return compression;
      }
    }
    return NONE;
  }

  /// The decompressed content of `in`. Any error in the data is thrown as
  /// [MalformedArchiveException].
  public InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> new BufferedInputStream(in, 1 << 16);
      case GZIP, XZ, ZSTD -> new Checked(this, new BufferedInputStream(in, 1 << 16));
      case BZIP2, LZ4, LZIP, COMPRESS ->
          throw new MalformedArchiveException(
              "compressed with " + title() + ", but only gzip, xz and zstd can be read");
    };
  }

  /// Decompresses zstd in Java: the native library in the same jar would be unpacked and loaded as
  /// root.
  private InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case XZ -> new XZInputStream(in, (int) Math.min(heapKib() / 4 * 3, Integer.MAX_VALUE));
      default -> new ZstdJavaInputStream(in);
    };
  }

  private static long heapKib() {
    return Runtime.getRuntime().maxMemory() >> 10;
  }

  private String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Decompressors report errors in many ways, some of them unchecked.
  private static final class Checked extends FilterInputStream {
    private final Compression compression;

    Checked(Compression compression, InputStream compressed) throws IOException {
      super(compressed);
      this.compression = compression;
      try {
        in = compression.open(compressed);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        throw malformed(e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        throw malformed(e);
      }
    }

    private MalformedArchiveException malformed(Throwable e) {
      boolean memory = e instanceof OutOfMemoryError || e instanceof MemoryLimitException;
      return new MalformedArchiveException(
          memory
              ? "needs more memory to decompress than jcr's Java has: compress it with less, or set"
                  + " JCR_JAVA_OPTS=-Xmx1g"
              : "damaged or truncated: " + compression.title() + " cannot decompress it",
          e);
    }
  }
}
