package io.jcr.oci;

import io.jcr.api.UsageException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An object in a JSON document, with its location for messages. All methods throw [UsageException]
/// when a member does not have the expected type.
///
/// @param place such as `linux.resources`; empty for the document
/// @param members its members
record JsonObject(String place, Map<String, Object> members) {
  /// Whether it has this member.
  boolean has(String name) {
    return members.get(name) != null;
  }

  Optional<JsonObject> object(String name) {
    return Optional.ofNullable(members.get(name)).map(value -> asObject(inside(name), value));
  }

  /// The member, or an empty object.
  JsonObject objectOrEmpty(String name) {
    return object(name).orElse(new JsonObject(inside(name), Map.of()));
  }

  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : array(name)) {
      objects.add(asObject(inside(name) + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  Optional<String> string(String name) {
    return Optional.ofNullable(members.get(name)).map(value -> asString(inside(name), value));
  }

  String requireString(String name) {
    return string(name).orElseThrow(() -> new UsageException(inside(name) + " is missing"));
  }

  List<String> strings(String name) {
    List<String> strings = new ArrayList<>();
    for (Object element : array(name)) {
      strings.add(asString(inside(name) + "[" + strings.size() + "]", element));
    }
    return strings;
  }

  Map<String, String> stringMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    JsonObject object = objectOrEmpty(name);
    object.members().forEach((key, value) -> map.put(key, asString(object.inside(key), value)));
    return map;
  }

  boolean flag(String name) {
    Object value = members.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(inside(name), "true or false", value);
  }

  /// A whole number; values from 2^63 to 2^64-1 become the negative numbers with the same 64 bits.
  Optional<Long> number(String name) {
    return Optional.ofNullable(members.get(name)).map(value -> asNumber(inside(name), value));
  }

  long numberOr(String name, long otherwise) {
    return number(name).orElse(otherwise);
  }

  List<Long> numbers(String name) {
    List<Long> numbers = new ArrayList<>();
    for (Object element : array(name)) {
      numbers.add(asNumber(inside(name) + "[" + numbers.size() + "]", element));
    }
    return numbers;
  }

  /// The location of a member.
  String inside(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private List<?> array(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(inside(name), "an array", value);
  }

  @SuppressWarnings("unchecked") // JSON's member names are strings
  private static JsonObject asObject(String place, @Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return new JsonObject(place, (Map<String, Object>) members);
    }
    throw wrong(place, "an object", value);
  }

  private static String asString(String place, @Nullable Object value) {
    if (value instanceof String string) {
      return string;
    }
    throw wrong(place, "a string", value);
  }

  private static long asNumber(String place, @Nullable Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger big && big.signum() > 0 && big.bitLength() <= Long.SIZE) {
      return big.longValue();
    }
    throw wrong(place, "a whole number of 64 bits", value);
  }

  private static UsageException wrong(String place, String wanted, @Nullable Object value) {
    return new UsageException(place + ": '" + value + "' is not " + wanted);
  }
}
