package io.jcr.cli.option;

import java.util.Locale;

/// For people or for programs: `--format`.
public enum OutputFormat {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
