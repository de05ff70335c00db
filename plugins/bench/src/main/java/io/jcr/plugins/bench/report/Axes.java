package io.jcr.plugins.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How numbers are laid out in plots.
final class Axes {
  private static final double WIDE = 10;
  private static final Pattern LONG_FRACTION = Pattern.compile("(\\.[0-9])[0-9]+");

  private static final Pattern LINE =
      Pattern.compile(
          " *<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\" y2=\"([^\"]*)\"/>");

  private Axes() {}

  /// Whether the values are so far apart that only a logarithmic axis shows them all.
  static boolean isWide(Stream<double[]> values) {
    DoubleSummaryStatistics all =
        values.flatMapToDouble(Arrays::stream).filter(v -> v > 0).summaryStatistics();
    return all.getCount() > 0 && all.getMax() > WIDE * all.getMin();
  }

  /// A tenth of a point is enough for a picture, and a curve that was drawn in single lines is one:
  /// that makes a file of megabytes small.
  static void shorten(Path svg) throws IOException {
    String rounded = LONG_FRACTION.matcher(Files.readString(svg)).replaceAll("$1");
    StringBuilder text = new StringBuilder();
    String style = "";
    String end = "";
    for (String line : rounded.lines().toList()) {
      Matcher straight = LINE.matcher(line);
      boolean matches = straight.matches();
      String from = matches ? straight.group(2) + "," + straight.group(4) : "";
      boolean goesOn = matches && straight.group(1).equals(style) && from.equals(end);
      if (!goesOn && !end.isEmpty()) {
        text.append("\"/>\n");
      }
      if (matches) {
        style = straight.group(1);
        String to = straight.group(3) + "," + straight.group(5);
        text.append(goesOn ? "" : "<polyline style=\"" + style + "\" points=\"" + from);
        text.append(goesOn && to.equals(end) ? "" : " " + to);
        end = to;
      } else {
        end = "";
        text.append(line).append('\n');
      }
    }
    Files.writeString(svg, text);
  }
}
