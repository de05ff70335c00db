package io.jcr.rootfs.tar;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The records `LENGTH KEY=VALUE` of a POSIX extended header, which override fields of the header
/// that follows. Values are kept as bytes, because those of extended attributes are not text.
final class PaxRecords {
  private static final String XATTR = "SCHILY.xattr.";
  private static final Charset LATIN1 = StandardCharsets.ISO_8859_1;

  private final Map<String, byte[]> values;

  /// The pairs of GNU's first sparse format, which repeats its keys, as `OFFSET,SIZE,…`.
  private final StringBuilder sparsePairs = new StringBuilder();

  PaxRecords() {
    this.values = new HashMap<>();
  }

  /// Starts with the records of `global`.
  PaxRecords(PaxRecords global) {
    this.values = new HashMap<>(global.values);
  }

  /// Adds the records in `data`. An empty value removes an earlier one.
  void parse(byte[] data) throws MalformedArchiveException {
    int at = 0;
    while (at < data.length && data[at] != 0) {
      int blank = indexOf(data, ' ', at, Math.min(data.length, at + 20));
      long length = blank < 0 ? -1 : decimal(new String(data, at, blank - at, LATIN1));
      if (length < blank - at + 3
          || length > data.length - at
          || data[at + (int) length - 1] != '\n') {
        throw new MalformedArchiveException("damaged: an extended header has a wrong length");
      }
      int end = at + (int) length - 1;
      int equals = indexOf(data, '=', blank, end);
      if (equals < 0) {
        throw new MalformedArchiveException("damaged: an extended header has no '='");
      }
      add(
          new String(data, blank + 1, equals - blank - 1, StandardCharsets.UTF_8),
          Arrays.copyOfRange(data, equals + 1, end));
      at = end + 1;
    }
  }

  private void add(String key, byte[] value) {
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      sparsePairs.append(sparsePairs.isEmpty() ? "" : ",").append(new String(value, LATIN1));
    } else if (value.length == 0 && !key.startsWith(XATTR)) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  /// The value of `key` as text, or `otherwise`.
  String text(String key, String otherwise) throws MalformedArchiveException {
    byte[] value = values.get(key);
    return value == null ? otherwise : TarHeader.decode(value, 0, value.length);
  }

  /// The value of `key` as a number, or `otherwise`.
  long number(String key, long otherwise) throws MalformedArchiveException {
    byte[] value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    long number = decimal(new String(value, LATIN1));
    if (number < 0) {
      throw new MalformedArchiveException("damaged: " + key + " is not a number");
    }
    return number;
  }

  /// The modification time in seconds, with a fraction, or `otherwise`.
  Instant modified(long otherwise) throws MalformedArchiveException {
    byte[] value = values.get("mtime");
    if (value == null) {
      return Instant.ofEpochSecond(clamp(otherwise));
    }
    try {
      String text = new String(value, 0, Math.min(value.length, 40), LATIN1);
      if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
        // POSIX has no exponents, and BigDecimal would write 1E999999999 out digit by digit.
        throw new NumberFormatException("an exponent");
      }
      BigDecimal seconds = new BigDecimal(text);
      long whole = seconds.longValue();
      long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
      return Instant.ofEpochSecond(clamp(whole), nanos);
    } catch (NumberFormatException e) {
      throw new MalformedArchiveException("damaged: mtime is not a number", e);
    }
  }

  /// The range that file systems can store; values outside it are nonsense, but must not fail.
  private static long clamp(long seconds) {
    return Math.clamp(seconds, -(1L << 34), 1L << 34);
  }

  /// The segments of a sparse file in GNU's format, if the header lists them; else null.
  @Nullable String sparseMap() throws MalformedArchiveException {
    String map = text("GNU.sparse.map", sparsePairs.toString());
    return map.isEmpty() ? null : map;
  }

  /// Extended attributes by name.
  Map<String, byte[]> xattrs() {
    Map<String, byte[]> xattrs = new HashMap<>();
    values.forEach((key, value) -> {
      if (key.startsWith(XATTR)) {
        xattrs.put(key.substring(XATTR.length()), value);
      }
    });
    return xattrs;
  }

  /// A number of decimal digits, or -1.
  static long decimal(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(text);
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
