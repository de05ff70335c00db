package io.jcr.cli.container;

import io.jcr.api.UsageException;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// `--filter KEY=VALUE` of `jcr events`.
final class EventFilter {
  private static final List<String> KEYS = List.of("container", "event", "label", "type");
  private static final String LABEL = "label";

  private EventFilter() {}

  /// Accepts events that match all of `filters`. As in docker, several values of one key are
  /// alternatives, except for labels, of which a container can have several.
  ///
  /// @param records to look up the id of a renamed container
  /// @throws UsageException when one of them is invalid
  static Predicate<EventRecord> of(List<String> filters, ContainerRecords records) {
    Map<String, Predicate<EventRecord>> byKey = new LinkedHashMap<>();
    for (String filter : filters) {
      int equals = filter.indexOf('=');
      String key = equals < 0 ? filter : filter.substring(0, equals);
      if (equals < 0 || !KEYS.contains(key)) {
        throw new UsageException(
            "--filter="
                + filter
                + ": expected KEY=VALUE; choose KEY from "
                + String.join(", ", KEYS));
      }
      Predicate<EventRecord> one = one(key, filter.substring(equals + 1), records);
      byKey.merge(key.equals(LABEL) ? filter : key, one, Predicate::or);
    }
    return byKey.values().stream().reduce(_ -> true, Predicate::and);
  }

  private static Predicate<EventRecord> one(String key, String value, ContainerRecords records) {
    return switch (key) {
      case "container" -> container(value, records);
      case "event" -> event -> event.action().equals(value);
      case "type" -> event -> event.type().equals(value);
      default -> event -> hasLabel(event.attributes(), value);
    };
  }

  private static Predicate<EventRecord> container(String text, ContainerRecords records) {
    String known =
        records.find(text).map(ContainerRecord::identity).map(one -> one.id()).orElse("");
    return event ->
        event.name().equals(text)
            || (!text.isEmpty() && event.id().startsWith(text))
            || (!known.isEmpty() && event.id().equals(known));
  }

  private static boolean hasLabel(Map<String, String> labels, String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? labels.containsKey(text)
        : text.substring(equals + 1).equals(labels.get(text.substring(0, equals)));
  }
}
