package io.jcr.plugins.cni;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.UsageException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object whose members are read one by one; members that nobody reads are kept unchanged.
///
/// @param members in their order
record Json(Map<String, Object> members) {
  /// What the author wrote is passed on unchanged: null is not the same as absent.
  private static final JSON READER_AND_WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  Json {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /// Parses an object.
  ///
  /// @throws UsageException saying where it is malformed
  static Json parse(String text) {
    try {
      return object(READER_AND_WRITER.anyFrom(text), "it");
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new UsageException("it is not JSON: " + message.lines().findFirst().orElse("").strip());
    }
  }

  private static Json object(Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((key, member) -> members.put(String.valueOf(key), member));
      return new Json(members);
    }
    throw new UsageException(what + " is not a JSON object");
  }

  Optional<String> string(String name) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw new UsageException("'" + name + "' is not a string");
  }

  boolean flag(String name) {
    Object value = members.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new UsageException("'" + name + "' is neither true nor false");
  }

  Optional<Integer> integer(String name) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number number) {
      return Optional.of(number.intValue());
    }
    throw new UsageException("'" + name + "' is not a number");
  }

  /// An object; empty when it is missing.
  Json object(String name) {
    Object value = members.get(name);
    return value == null ? new Json(Map.of()) : object(value, "'" + name + "'");
  }

  /// A list of objects; empty when it is missing.
  List<Json> objects(String name) {
    return list(name).stream().map(item -> object(item, "an item of '" + name + "'")).toList();
  }

  /// A list of strings; empty when it is missing.
  List<String> strings(String name) {
    return list(name).stream().map(String::valueOf).toList();
  }

  private List<?> list(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new UsageException("'" + name + "' is not a list");
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  /// The same object with another member.
  Json with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value instanceof Json json ? json.members : value);
    return new Json(more);
  }

  /// The same object without a member.
  Json without(String name) {
    Map<String, Object> fewer = new LinkedHashMap<>(members);
    fewer.remove(name);
    return new Json(fewer);
  }

  /// As one line of text.
  String text() {
    try {
      return READER_AND_WRITER.asString(members);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
