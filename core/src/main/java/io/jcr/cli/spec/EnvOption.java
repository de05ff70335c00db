package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `-e NAME=VALUE`, and `-e NAME`, which passes the caller's value on, as docker does.
public final class EnvOption {
  private EnvOption() {}

  /// Parses one `-e`.
  ///
  /// @param caller the caller's environment
  /// @return `NAME=VALUE`; empty for a bare name that the caller has not set
  /// @throws UsageException when there is no name
  public static Optional<String> parse(String option, Map<String, String> caller) {
    return resolve("--env " + option, option, caller);
  }

  static Optional<String> resolve(String subject, String text, Map<String, String> caller) {
    if (text.isEmpty() || text.startsWith("=")) {
      throw new UsageException(subject + ": expected NAME=VALUE or NAME, the name is missing");
    }
    if (text.indexOf('=') > 0) {
      return Optional.of(text);
    }
    String value = caller.get(text);
    return value == null ? Optional.empty() : Optional.of(text + "=" + value);
  }

  /// One environment of several: for a name that is set more than once the last value counts, at
  /// the place of the first.
  ///
  /// @param layers `NAME=VALUE` each, the later ones winning: defaults, `--env-file`, `-e`
  public static List<String> merge(List<List<String>> layers) {
    Map<String, String> merged = new LinkedHashMap<>();
    for (List<String> layer : layers) {
      for (String variable : layer) {
        merged.put(variable.substring(0, variable.indexOf('=')), variable);
      }
    }
    return List.copyOf(merged.values());
  }
}
