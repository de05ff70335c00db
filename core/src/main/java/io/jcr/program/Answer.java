package io.jcr.program;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a program has answered: one object.
///
/// @param members its members
record Answer(Map<String, Object> members) {
  /// The version of what is said. An incompatible change gets a new number; a new member doesn't.
  static final String SCHEMA = "jcr-backend/1";

  /// By which a program says in a sentence of its own why it does not do what was asked for.
  private static final List<String> REFUSALS =
      List.of("refused", "unsupported", "remedy", "failed");

  private static final int SHOWN = 60;

  /// Reads what it has written.
  ///
  /// @throws ProgramFault when that is not an object of this version
  static Answer parse(String output) {
    Answer answer = new Answer(members(output));
    Object schema = answer.members.get("schema");
    if (!SCHEMA.equals(schema)) {
      throw new ProgramFault(
          (schema == null ? "gave no 'schema'" : "speaks schema '" + schema + "'")
              + ": this jcr speaks "
              + SCHEMA);
    }
    return answer;
  }

  private static Map<String, Object> members(String output) {
    if (output.isBlank()) {
      throw new ProgramFault("answered nothing");
    }
    try {
      if (output.stripLeading().startsWith("{")) {
        return JSON.std.mapFrom(output);
      }
    } catch (IOException e) {
      // it begins like JSON
    }
    String line = output.strip().replaceAll("\\s+", " ");
    throw new ProgramFault(
        "answered what is not a JSON object: "
            + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line));
  }

  /// A sentence of it about why it does not do what was asked for.
  Optional<String> sentence(String member) {
    return Optional.ofNullable(members.get(member)).map(text -> oneLine(text, member));
  }

  private static String oneLine(Object text, String member) {
    return RecordReader.string(text, member).strip().replaceAll("\\s+", " ");
  }

  /// Whether it says why it does not do it.
  boolean refuses() {
    return REFUSALS.stream().anyMatch(members::containsKey);
  }

  /// Whether a flag is set.
  boolean flag(String member) {
    Object value = members.get(member);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new ProgramFault("gave '" + value + "' as '" + member + "', which is not true or false");
  }

  /// The elements of an array; none when it is missing.
  List<?> array(String member) {
    Object value = members.get(member);
    return value == null ? List.of() : RecordReader.elements(value, member);
  }

  @Nullable Object member(String name) {
    return members.get(name);
  }

  /// A string that has to be there.
  String string(String member) {
    if (members.get(member) == null) {
      throw new ProgramFault("gave no '" + member + "'");
    }
    return RecordReader.string(members.get(member), member);
  }

  /// Requires that it has no other members.
  Answer only(String... known) {
    Set<String> unknown = new TreeSet<>(members.keySet());
    List<String> names = Arrays.asList(known);
    unknown.removeAll(names);
    unknown.removeAll(REFUSALS);
    unknown.remove("schema");
    RecordReader.requireNone(unknown, names, "");
    return this;
  }
}
