package io.jcr.e2e;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JSON value, as jcr-probe and `state.json` have them.
///
/// @param value a Map, List, String, Number, Boolean or null
record Json(@Nullable Object value) {
  static Json parse(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      Object value = read(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON value in: " + text);
      }
      return new Json(value);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + text, e);
    }
  }

  private static @Nullable Object read(JsonParser parser, @Nullable JsonToken token)
      throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, read(parser, parser.nextToken()));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          elements.add(read(parser, next));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new IOException("unexpected " + token);
    };
  }

  /// The member of an object, by a path such as `ids.uid.real`.
  Json get(String path) {
    Object at = value;
    for (String name : path.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> members) || !members.containsKey(name)) {
        throw new IllegalArgumentException("no " + path + " in " + value);
      }
      at = members.get(name);
    }
    return new Json(at);
  }

  Map<?, ?> members() {
    return (Map<?, ?>) value;
  }

  Stream<Json> elements() {
    return ((List<?>) value).stream().map(Json::new);
  }

  /// The strings of an array.
  List<String> strings() {
    return elements().map(Json::text).toList();
  }

  /// The element of an array of objects whose member `name` is `text`.
  Json with(String name, String text) {
    return elements()
        .filter(element -> text.equals(element.get(name).value()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("none with " + name + " " + text + " in " + value));
  }

  boolean isNull() {
    return value == null;
  }

  String text() {
    return (String) value;
  }

  long number() {
    return (Long) value;
  }

  boolean flag() {
    return (Boolean) value;
  }
}
