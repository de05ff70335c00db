package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The raw samples as CSV, one file per suite and subject. If a machine was emulated, the file name
/// says so.
final class CsvFiles {
  private CsvFiles() {}

  static void write(Path directory, Iterable<Sample> samples) throws IOException {
    Map<String, StringBuilder> files = new LinkedHashMap<>();
    for (Sample sample : samples) {
      String name =
          sample.suite() + "-" + sample.subject().replaceAll("[^A-Za-z0-9=.,-]", "-") + ".csv";
      StringBuilder text = files.computeIfAbsent(name, key -> new StringBuilder(head()));
      text.append(row(sample));
    }
    Files.createDirectories(directory);
    for (Map.Entry<String, StringBuilder> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private static String head() {
    StringBuilder head = new StringBuilder("suite,test,subject,round,index");
    for (Metric metric : Metric.values()) {
      head.append(',').append(metric.key());
    }
    return head.append(",failure,note\n").toString();
  }

  private static String row(Sample sample) {
    StringBuilder row =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%d",
                sample.suite(),
                sample.test(),
                quoted(sample.subject()),
                sample.round(),
                sample.index()));
    for (Metric metric : Metric.values()) {
      Double value = sample.values().get(metric.key());
      row.append(',').append(value == null ? "" : String.format(Locale.ROOT, "%.6g", value));
    }
    return row.append(',')
        .append(quoted(sample.failure()))
        .append(',')
        .append(quoted(sample.note()))
        .append('\n')
        .toString();
  }

  private static String quoted(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : '"' + text.replace("\"", "\"\"") + '"';
  }
}
