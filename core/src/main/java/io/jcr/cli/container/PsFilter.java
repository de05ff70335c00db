package io.jcr.cli.container;

import io.jcr.api.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `--filter KEY=VALUE` of `jcr ps`.
///
/// @param key the property to compare
/// @param value the value that it must have
record PsFilter(String key, String value) {
  private static final List<String> KEYS =
      List.of("status", "name", "id", "label", "exited", "net", "before", "since");
  private static final List<String> STATUSES =
      List.of("creating", "created", "running", "paused", "exited");

  private static final String STATUS = "status";
  private static final String LABEL = "label";
  private static final String EXITED = "exited";

  /// The OCI's word for exited.
  private static final String STOPPED = "stopped";

  /// Reads one.
  ///
  /// @throws UsageException when it is invalid
  static PsFilter parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    if (equals < 0 || !KEYS.contains(key)) {
      throw new UsageException(
          "--filter=" + text + ": expected KEY=VALUE; choose KEY from " + String.join(", ", KEYS));
    }
    String value = text.substring(equals + 1);
    if (key.equals(STATUS)) {
      value = value.equals(STOPPED) ? EXITED : value;
      refuse(!STATUSES.contains(value), text, "choose from " + String.join(", ", STATUSES));
    }
    if (key.equals(EXITED)) {
      refuse(!isStatus(value), text, "expected an exit status, 0 to 255");
    }
    return new PsFilter(key, value);
  }

  private static void refuse(boolean wrong, String text, String allowed) {
    if (wrong) {
      throw new UsageException("--filter=" + text + ": " + allowed);
    }
  }

  private static boolean isStatus(String value) {
    try {
      int status = Integer.parseInt(value);
      return status >= 0 && status <= 0xff;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// Whether it can match containers that are not running.
  boolean namesAStatus() {
    return key.equals(STATUS) || key.equals(EXITED);
  }

  /// The rows that match all of `filters`. As in docker, several values of one key are
  /// alternatives, except for labels, of which a container can have several.
  static List<PsRow> accepted(List<PsFilter> filters, List<PsRow> rows) {
    Map<String, List<PsFilter>> byKey = new LinkedHashMap<>();
    for (PsFilter filter : filters) {
      String group = filter.key.equals(LABEL) ? LABEL + "=" + filter.value : filter.key;
      byKey.computeIfAbsent(group, _ -> new ArrayList<>()).add(filter);
    }
    Collection<List<PsFilter>> groups = byKey.values();
    return rows.stream()
        .filter(row ->
            groups.stream()
                .allMatch(any -> any.stream().anyMatch(filter -> filter.accepts(row, rows))))
        .toList();
  }

  private boolean accepts(PsRow row, List<PsRow> rows) {
    return switch (key) {
      case STATUS -> row.statusWord().equals(value);
      case "name" -> row.identity().name().contains(value);
      case "id" -> !value.isEmpty() && row.identity().id().startsWith(value);
      case LABEL -> hasLabel(row.labels());
      case "net" -> value.equals(row.net()) || row.nets().contains(value);
      case "before" -> row.created().isBefore(named(rows).created());
      case "since" -> row.created().isAfter(named(rows).created());
      default -> row.exit().filter(e -> ("" + e.exitStatus()).equals(value)).isPresent();
    };
  }

  private PsRow named(List<PsRow> rows) {
    return rows.stream()
        .filter(row ->
            row.identity().name().equals(value)
                || (!value.isEmpty() && row.identity().id().startsWith(value)))
        .findFirst()
        .orElseThrow(
            () -> new UsageException("--filter=" + key + "=" + value + ": no such container"));
  }

  private boolean hasLabel(Map<String, String> labels) {
    int equals = value.indexOf('=');
    return equals < 0
        ? labels.containsKey(value)
        : value.substring(equals + 1).equals(labels.get(value.substring(0, equals)));
  }
}
