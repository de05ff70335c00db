package io.jcr.plugins.bench.sample;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/// Latencies in ns, in a histogram with three significant digits.
public final class Latencies {
  private static final int DIGITS = 3;

  private Latencies() {}

  /// An empty one that grows as needed.
  public static Histogram empty() {
    Histogram histogram = new Histogram(DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  /// Encodes it as a single word.
  public static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int size = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[size];
    buffer.rewind().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Decodes such a word.
  ///
  /// @throws IllegalArgumentException if it is invalid
  public static Histogram decode(String word) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(word));
      Histogram histogram = Histogram.decodeFromCompressedByteBuffer(buffer, 0);
      histogram.setAutoResize(true);
      return histogram;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a histogram: " + word, e);
    }
  }
}
