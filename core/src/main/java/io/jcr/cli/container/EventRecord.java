package io.jcr.cli.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A recorded event.
///
/// @param json the whole event: one line
/// @param attributes labels, and details of the action
record EventRecord(
    String json,
    Instant time,
    String type,
    String action,
    String id,
    String name,
    Map<String, String> attributes) {
  private static final String BEGINNING = "{\"time\":\"";
  private static final JsonFactory FACTORY = new JsonFactory();

  EventRecord {
    attributes = Map.copyOf(attributes);
  }

  /// Reads a line. If the disk was full, it may begin with a fragment of another.
  ///
  /// @param line one character for each of its bytes
  /// @return empty if it is damaged
  static Optional<EventRecord> parse(String line) {
    int start = line.lastIndexOf(BEGINNING);
    if (start < 0) {
      return Optional.empty();
    }
    byte[] bytes = line.substring(start).getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(bytes, StandardCharsets.UTF_8);
    try (JsonParser json = FACTORY.createParser(text)) {
      return read(text, json);
    } catch (IOException | DateTimeException e) {
      return Optional.empty(); // only a part of it was written
    }
  }

  private static Optional<EventRecord> read(String text, JsonParser json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> attributes = new LinkedHashMap<>();
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String attribute = json.currentName();
          json.nextToken();
          attributes.put(attribute, json.getText());
        }
      } else {
        fields.put(field, json.getText());
      }
    }
    if (!fields.containsKey("time") || !fields.containsKey("action")) {
      return Optional.empty();
    }
    return Optional.of(
        new EventRecord(
            text,
            Instant.parse(fields.getOrDefault("time", "")),
            fields.getOrDefault("type", ""),
            fields.getOrDefault("action", ""),
            fields.getOrDefault("id", ""),
            fields.getOrDefault("name", ""),
            attributes));
  }

  /// As docker prints it.
  String text() {
    StringBuilder text =
        new StringBuilder().append(time).append(' ').append(type).append(' ').append(action);
    text.append(' ').append(id).append(" (");
    attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> text.append(one.getKey()).append('=').append(one.getValue()).append(", "));
    return text.append("name=").append(name).append(')').toString();
  }
}
