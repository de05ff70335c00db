package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.runtime.ExitRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `--filter KEY=VALUE` of `jcr ps`.
///
/// @param key what is looked at
/// @param value what it has to be
record PsFilter(String key, String value) {
  private static final List<String> KEYS = List.of("status", "name", "label", "exited");
  private static final String EXITED = "exited";

  /// Reads one.
  ///
  /// @throws UsageException when it is none
  static PsFilter parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    if (equals < 0 || !KEYS.contains(key)) {
      throw new UsageException(
          "--filter=" + text + ": expected KEY=VALUE; known keys are " + String.join(", ", KEYS));
    }
    return new PsFilter(key, text.substring(equals + 1));
  }

  /// Whether it is about containers that may not be running.
  boolean namesAStatus() {
    return key.equals("status") || key.equals(EXITED);
  }

  boolean accepts(ContainerState state, Map<String, String> labels, Optional<ExitRecord> exit) {
    String status = state.status().name().toLowerCase(Locale.ROOT);
    return switch (key) {
      case "status" -> status.equals(value.equals(EXITED) ? "stopped" : value);
      case "name" -> state.id().contains(value);
      case "label" -> hasLabel(labels);
      default -> exit.filter(e -> ("" + e.exitStatus()).equals(value)).isPresent();
    };
  }

  private boolean hasLabel(Map<String, String> labels) {
    int equals = value.indexOf('=');
    return equals < 0
        ? labels.containsKey(value)
        : value.substring(equals + 1).equals(labels.get(value.substring(0, equals)));
  }
}
