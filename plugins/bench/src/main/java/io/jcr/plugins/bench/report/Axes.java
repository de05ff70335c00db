package io.jcr.plugins.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How numbers are laid out in plots.
final class Axes {
  private static final double WIDE = 10;
  private static final Pattern LONG_FRACTION = Pattern.compile("(\\.[0-9])[0-9]+");

  private Axes() {}

  /// Whether the values are so far apart that only a logarithmic axis shows them all.
  static boolean isWide(Stream<double[]> values) {
    DoubleSummaryStatistics all =
        values.flatMapToDouble(Arrays::stream).filter(v -> v > 0).summaryStatistics();
    return all.getCount() > 0 && all.getMax() > WIDE * all.getMin();
  }

  /// A tenth of a point is enough for a picture, and halves its file.
  static void shorten(Path svg) throws IOException {
    Files.writeString(svg, LONG_FRACTION.matcher(Files.readString(svg)).replaceAll("$1"));
  }
}
