package io.jcr.rootfs.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// One header block: fixed fields of text and numbers, in the old, the POSIX or the GNU format.
final class TarHeader {
  static final int SIZE = 512;

  private static final int CHECKSUM = 148;
  private static final int MAGIC = 257;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  /// @throws MalformedArchiveException when the checksum shows that this is not a header
  static TarHeader of(byte[] block, String otherwise) throws MalformedArchiveException {
    if (!isHeader(block)) {
      throw new MalformedArchiveException(otherwise);
    }
    return new TarHeader(block);
  }

  /// Whether `block` is a header, judged by its checksum. Some old programs computed it with signed
  /// bytes.
  static boolean isHeader(byte[] block) {
    if (block.length != SIZE || isZero(block)) {
      return false;
    }
    int unsigned = 0;
    int signed = 0;
    for (int i = 0; i < SIZE; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    try {
      long checksum = number(block, CHECKSUM, 8);
      return checksum == unsigned || checksum == signed;
    } catch (MalformedArchiveException e) {
      return false;
    }
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  /// The name, joined from its two fields in the POSIX format; star uses the end of the second one
  /// for times.
  String name() throws MalformedArchiveException {
    String name = text(0, 100);
    if (!startsWith(MAGIC, "ustar\0")) {
      return name;
    }
    String prefix = text(345, startsWith(508, "tar\0") ? 131 : 155);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkName() throws MalformedArchiveException {
    return text(157, 100);
  }

  int mode() throws MalformedArchiveException {
    return (int) (number(100, 8) & 07777);
  }

  long uid() throws MalformedArchiveException {
    return number(108, 8);
  }

  long gid() throws MalformedArchiveException {
    return number(116, 8);
  }

  long size() throws MalformedArchiveException {
    long size = number(124, 12);
    if (size < 0) {
      throw new MalformedArchiveException("damaged: an entry has the negative size " + size);
    }
    return size;
  }

  long modified() throws MalformedArchiveException {
    return number(136, 12);
  }

  int major() throws MalformedArchiveException {
    return device(329);
  }

  int minor() throws MalformedArchiveException {
    return device(337);
  }

  private int device(int offset) throws MalformedArchiveException {
    long number = number(offset, 8);
    if (number < 0 || number > 0xf_ffff) {
      throw new MalformedArchiveException("damaged: " + number + " is not a device number");
    }
    return (int) number;
  }

  /// A number of this block.
  long number(int offset, int length) throws MalformedArchiveException {
    return number(block, offset, length);
  }

  byte at(int offset) {
    return block[offset];
  }

  /// Octal digits between blanks and NULs, or a big-endian number when the first bit is set (GNU,
  /// for numbers too large for octal digits).
  static long number(byte[] block, int offset, int length) throws MalformedArchiveException {
    byte first = block[offset];
    long value = 0;
    if ((first & 0x80) != 0) {
      value = (first & 0x40) != 0 ? (-1L << 6) | (first & 0x3f) : first & 0x3f;
      for (int i = 1; i < length; i++) {
        if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
          throw new MalformedArchiveException("damaged: a number is larger than 64 bits");
        }
        value = (value << 8) | (block[offset + i] & 0xff);
      }
      return value;
    }
    int at = offset;
    int end = offset + length;
    while (at < end && (block[at] == ' ' || block[at] == 0)) {
      at++;
    }
    while (at < end && block[at] >= '0' && block[at] <= '7') {
      value = (value << 3) | (block[at++] - '0');
    }
    if (at < end && block[at] != ' ' && block[at] != 0) {
      throw new MalformedArchiveException("damaged: a number of an entry is not octal");
    }
    return value;
  }

  private String text(int offset, int length) throws MalformedArchiveException {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return decode(block, offset, end);
  }

  /// Names are UTF-8: Java could not write any others to disk on Linux.
  static String decode(byte[] bytes, int from, int to) throws MalformedArchiveException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedArchiveException(
          "the name '"
              + new String(bytes, from, to - from, StandardCharsets.UTF_8)
              + "' is not UTF-8",
          e);
    }
  }

  private boolean startsWith(int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (block[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
