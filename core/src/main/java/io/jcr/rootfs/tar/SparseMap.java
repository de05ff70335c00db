package io.jcr.rootfs.tar;

import java.util.ArrayList;
import java.util.List;

/// Which parts of a file the archive stores, one after the other; the rest are holes.
///
/// @param segments in ascending order
/// @param size of the whole file
record SparseMap(List<Segment> segments, long size) {
  /// More segments than any honest file has.
  private static final int MAX_SEGMENTS = 1 << 20;

  /// @param offset in the file
  /// @param length in bytes
  record Segment(long offset, long length) {}

  /// A file without holes.
  static SparseMap whole(long size) {
    return new SparseMap(List.of(new Segment(0, size)), size);
  }

  /// @throws MalformedArchiveException when the segments overlap, exceed the file, or are more than
  ///   the archive stores
  void check(long stored) throws MalformedArchiveException {
    long end = 0;
    long sum = 0;
    for (Segment segment : segments) {
      if (segment.offset < end
          || segment.length < 0
          || segment.offset > size
          || segment.length > size - segment.offset) {
        throw new MalformedArchiveException("damaged: the pieces of a sparse file overlap");
      }
      end = segment.offset + segment.length;
      sum += segment.length;
    }
    if (sum > stored) {
      throw new MalformedArchiveException("damaged: a sparse file is larger than its entry");
    }
  }

  /// Parses `OFFSET,LENGTH,OFFSET,LENGTH…`.
  static SparseMap parse(String list, long size) throws MalformedArchiveException {
    String[] numbers = list.split(",", -1);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i + 1 < numbers.length; i += 2) {
      add(segments, PaxRecords.decimal(numbers[i]), PaxRecords.decimal(numbers[i + 1]));
    }
    return new SparseMap(segments, size);
  }

  static void add(List<Segment> segments, long offset, long length)
      throws MalformedArchiveException {
    if (offset < 0 || length < 0 || segments.size() >= MAX_SEGMENTS) {
      throw new MalformedArchiveException("damaged: the map of a sparse file cannot be read");
    }
    segments.add(new Segment(offset, length));
  }
}
