package io.jcr.cli;

import java.util.Locale;

/// For people or for programs: `--format`.
enum OutputFormat {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
