package io.jcr.cli.container;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `jcr inspect --format`: which members of the JSON to print, as paths. `.status` alone, or any
/// number of `{{.status}}` and `{{json .config.process.args}}` in a text, as docker writes them.
/// There are no templates beyond that.
///
/// Upper and lower case are the same, so that docker's spellings are found. What docker has in
/// `.State`, jcr has at the top.
public final class InspectFormat {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private final String text;
  private final List<Part> parts;

  private InspectFormat(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /// A piece of the line.
  ///
  /// @param literal text as it is; empty for a member
  /// @param path the member's, without the first dot; null for text
  /// @param json whether strings are quoted, too
  private record Part(String literal, @Nullable String path, boolean json) {}

  /// Reads the option's value.
  ///
  /// @throws UsageException when it is something else
  public static InspectFormat parse(String text) {
    List<Part> parts = new ArrayList<>();
    if (text.startsWith(".")) {
      parts.add(part(text, text));
      return new InspectFormat(text, parts);
    }
    int at = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
      int close = text.indexOf(CLOSE, open);
      if (close < 0) {
        throw unknown(text, "'{{' has no '}}'");
      }
      parts.add(new Part(text.substring(at, open), null, false));
      parts.add(part(text, text.substring(open + OPEN.length(), close).strip()));
      at = close + CLOSE.length();
    }
    if (at == 0) {
      throw unknown(text, "it names no member");
    }
    parts.add(new Part(text.substring(at), null, false));
    return new InspectFormat(text, parts);
  }

  private static Part part(String text, String expression) {
    boolean json = expression.startsWith("json ");
    String path = json ? expression.substring("json ".length()).strip() : expression;
    if (!path.startsWith(".") || path.matches("(?s).*[\\s|(){}\"].*")) {
      throw unknown(text, "'" + expression + "' is no path");
    }
    return new Part("", path.substring(1), json);
  }

  private static UsageException unknown(String text, String reason) {
    return new UsageException(
        "--format="
            + text
            + ": "
            + reason
            + " (expected .status, {{.config.process.args}}, {{json .annotations}} or the like: jcr"
            + " has no templates)");
  }

  /// The line for one container.
  ///
  /// @param name the container's, for the message
  /// @param object what `jcr inspect` prints of it
  /// @throws UsageException when a member does not exist
  public String line(String name, String object) {
    Map<String, Object> members;
    try {
      members = JSON.std.mapFrom(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder line = new StringBuilder();
    for (Part part : parts) {
      line.append(part.literal());
      if (part.path() != null) {
        line.append(shown(member(name, members, part.path()), part.json()));
      }
    }
    return line.toString();
  }

  private Object member(String name, Map<String, Object> members, String path) {
    Object value = members;
    String rest = path;
    if (start(members, path).isEmpty() && rest.regionMatches(true, 0, "state.", 0, 6)) {
      rest = rest.substring(6);
    }
    String below = rest;
    while (!rest.isEmpty()) {
      Optional<Step> step = start(value, rest);
      if (step.isEmpty()) {
        String parent = below.substring(0, below.length() - rest.length());
        throw new UsageException(
            "--format="
                + text
                + ": container '"
                + name
                + "' has no ."
                + path
                + ": "
                + known(parent, value));
      }
      value = step.get().value();
      rest = step.get().rest();
    }
    return value;
  }

  /// @param rest the path that goes on below `value`
  private record Step(Object value, String rest) {}

  /// The member that a path begins with. Names of annotations have dots themselves: the longest one
  /// counts.
  private static Optional<Step> start(Object value, String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String key = path.substring(0, end);
      String rest = end == path.length() ? "" : path.substring(end + 1);
      Optional<Step> step = child(value, key).map(child -> new Step(child, rest));
      if (step.isPresent()) {
        return step;
      }
    }
    return Optional.empty();
  }

  private static Optional<Object> child(Object value, String key) {
    if (value instanceof List<?> list && key.matches("\\d{1,6}")) {
      int index = Integer.parseInt(key);
      return index < list.size() ? Optional.ofNullable(list.get(index)) : Optional.empty();
    }
    if (value instanceof Map<?, ?> map) {
      Object exact = map.get(key);
      return exact != null
          ? Optional.of(exact)
          : map.entrySet().stream()
              .filter(entry -> key.equalsIgnoreCase(String.valueOf(entry.getKey())))
              .findFirst()
              .map(entry -> (Object) entry.getValue());
    }
    return Optional.empty();
  }

  private static String known(String parent, Object value) {
    String place = parent.isEmpty() ? "there" : "." + parent.substring(0, parent.length() - 1);
    return switch (value) {
      case Map<?, ?> map when !map.isEmpty() ->
          (parent.isEmpty() ? "there are " : place + " has ")
              + String.join(
                  ", ", new TreeSet<>(map.keySet().stream().map(String::valueOf).toList()));
      case List<?> list -> place + " has " + list.size() + " elements, from 0";
      default -> place + " has no members";
    };
  }

  private static String shown(Object value, boolean json) {
    if (!json && !(value instanceof Map) && !(value instanceof List)) {
      return value.toString();
    }
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
