package io.jcr.program;

import io.jcr.spi.BackendOption;
import io.jcr.spi.OptionType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a program says of itself: its answer to `describe`.
///
/// @param id as `Plugin-Id` of a jar
/// @param version as `Plugin-Version`
/// @param provider who made it; may be empty
/// @param description a few words; may be empty
/// @param backends what it brings, at least one
public record ProgramDescription(
    String id, String version, String provider, String description, List<Described> backends) {
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final List<String> MEMBERS =
      List.of(
          "spi",
          "name",
          "description",
          "publishes",
          "validates",
          "updates",
          "needs",
          "options",
          "ownLimits");
  private static final List<String> OPTION =
      List.of("key", "help", "default", "example", "required");

  public ProgramDescription {
    backends = List.copyOf(backends);
  }

  /// One of its backends.
  ///
  /// @param spi the option that selects it, such as `net`
  /// @param name as on the command line
  /// @param description a few words; may be empty
  /// @param publishes of a network: whether it publishes ports
  /// @param validates whether it wants to be asked `validate`
  /// @param updates of a limiter: whether it wants to be asked `update`
  /// @param needs what a machine must have
  /// @param options what may be written behind its name
  /// @param ownLimits of a limiter: the limits that only it knows
  public record Described(
      String spi,
      String name,
      String description,
      boolean publishes,
      boolean validates,
      boolean updates,
      Needs needs,
      List<BackendOption> options,
      List<BackendOption> ownLimits) {
    public Described {
      options = List.copyOf(options);
      ownLimits = List.copyOf(ownLimits);
    }
  }

  /// Asks the program.
  ///
  /// @throws ProgramFault when it does not answer as it should
  static ProgramDescription of(BackendProgram program) {
    Answer answer = program.ask("describe", Map.of());
    answer
        .sentence("failed")
        .ifPresent(why -> {
          throw new ProgramFault("does not describe itself: " + why);
        });
    answer.only("id", "version", "provider", "description", "backends");
    if (!answer.string("id").matches(ID)) {
      throw new ProgramFault(
          "gave a bad 'id' '" + answer.string("id") + "': letters, digits, '.', '_' and '-'");
    }
    List<Described> backends = new ArrayList<>();
    for (Object element : answer.array("backends")) {
      String place = "backends[" + backends.size() + "]";
      backends.add(backend(RecordReader.members(element, place), place));
    }
    if (backends.isEmpty()) {
      throw new ProgramFault("gave no 'backends'");
    }
    return new ProgramDescription(
        answer.string("id"),
        answer.string("version"),
        text(answer.members(), "provider", ""),
        text(answer.members(), "description", ""),
        backends);
  }

  private static Described backend(Map<String, Object> members, String place) {
    requireOnly(members, MEMBERS, place);
    return new Described(
        required(members, "spi", place),
        required(members, "name", place),
        text(members, "description", place),
        flag(members, "publishes", place),
        flag(members, "validates", place),
        flag(members, "updates", place),
        Needs.of(members.get("needs"), place + ".needs"),
        options(members, "options", place),
        options(members, "ownLimits", place));
  }

  private static List<BackendOption> options(
      Map<String, Object> members, String name, String place) {
    List<BackendOption> options = new ArrayList<>();
    Object given = members.get(name);
    for (Object element : given == null ? List.of() : RecordReader.elements(given, place)) {
      String inside = place + "." + name + "[" + options.size() + "]";
      options.add(option(RecordReader.members(element, inside), inside));
    }
    return options;
  }

  /// The option and its type share one object.
  private static BackendOption option(Map<String, Object> members, String place) {
    Map<String, Object> type = new LinkedHashMap<>(members);
    OPTION.forEach(type::remove);
    OptionType read =
        (OptionType) new RecordReader(0).kind(Kinds.of(OptionType.class), type, place);
    try {
      return new BackendOption(
          text(members, "key", place),
          read,
          required(members, "help", place),
          text(members, "default", place),
          text(members, "example", place),
          flag(members, "required", place));
    } catch (IllegalArgumentException e) {
      throw new ProgramFault("gave a bad '" + place + "': " + e.getMessage());
    }
  }

  /// Requires that there is no member that nothing reads.
  static void requireOnly(Map<String, Object> members, List<String> known, String place) {
    Set<String> unknown = new TreeSet<>(members.keySet());
    known.forEach(unknown::remove);
    RecordReader.requireNone(unknown, known, place);
  }

  static String text(Map<String, Object> members, String name, String place) {
    Object value = members.get(name);
    return value == null ? "" : RecordReader.string(value, inside(place, name));
  }

  private static String required(Map<String, Object> members, String name, String place) {
    String text = text(members, name, place);
    if (text.isEmpty()) {
      throw new ProgramFault("gave no '" + inside(place, name) + "'");
    }
    return text;
  }

  private static boolean flag(Map<String, Object> members, String name, String place) {
    @Nullable Object value = members.get(name);
    return value != null
        && (boolean) new RecordReader(0).read(boolean.class, value, inside(place, name));
  }

  private static String inside(String place, String name) {
    return place.isEmpty() ? name : place + "." + name;
  }
}
