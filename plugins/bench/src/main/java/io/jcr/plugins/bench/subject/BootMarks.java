package io.jcr.plugins.bench.subject;

import java.util.List;
import java.util.regex.Pattern;

/// The times that `boot-mark` prints.
final class BootMarks {
  private static final Pattern MARK =
      Pattern.compile("^boot-mark ([0-9]+)\\s*$", Pattern.MULTILINE);

  private BootMarks() {}

  static List<Long> in(String output) {
    return MARK.matcher(output).results().map(mark -> Long.parseLong(mark.group(1))).toList();
  }
}
