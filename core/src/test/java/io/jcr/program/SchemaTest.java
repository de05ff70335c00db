package io.jcr.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.spi.HostChange;
import io.jcr.spi.Limits;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OptionType;
import io.jcr.spi.RootFilesystem;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/jcr-backend.schema.json` describes what [RecordReader] reads: it is made from the same
/// records. `-Djcr.schema.write=true` writes it anew.
class SchemaTest {
  private static final Path FILE =
      Path.of("..", "docs", "jcr-backend.schema.json").toAbsolutePath().normalize();

  /// The kinds that JSON tells apart by a member.
  private static final List<Class<?>> SEALED =
      List.of(HostChange.class, InitOp.class, RtnetlinkMessage.class, OptionType.class);

  /// What is empty, 0 or false when it is missing.
  private static final Set<Class<?>> OPTIONAL =
      Set.of(String.class, long.class, int.class, boolean.class, List.class, Map.class);

  private final Map<String, Object> definitions = new TreeMap<>();

  @Test
  void theFileSaysWhatIsRead() throws IOException {
    String schema = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(schema()).concat("\n");
    if (Boolean.getBoolean("jcr.schema.write")) {
      Files.writeString(FILE, schema);
    }
    assertEquals(JSON.std.mapFrom(schema), JSON.std.mapFrom(Files.readString(FILE)), "" + FILE);
  }

  private Map<String, Object> schema() {
    Map<String, Object> described = object("spi", "name");
    put(described, "spi", Map.of("enum", ProgramBackends.options()));
    put(described, "name", Map.of("type", "string", "pattern", "^[a-z][a-z0-9-]*$"));
    put(described, "description", of(String.class));
    for (String flag : List.of("publishes", "validates", "updates")) {
      put(described, flag, of(boolean.class));
    }
    put(described, "needs", of(Needs.class));
    for (String options : List.of("options", "ownLimits")) {
      put(described, options, Map.of("type", "array", "items", option()));
    }

    Map<String, Object> answer = object("schema");
    put(answer, "schema", Map.of("const", Answer.SCHEMA));
    for (String text : List.of("id", "version", "provider", "description")) {
      put(answer, text, of(String.class));
    }
    put(answer, "backends", Map.of("type", "array", "items", described));
    put(answer, "changes", Map.of("type", "array", "items", change()));
    put(answer, "again", of(boolean.class));
    put(answer, "plan", of(NetworkPlan.class));
    put(answer, "limits", of(Limits.class));
    put(answer, "root", of(RootFilesystem.class));
    for (String sentence : List.of("refused", "unsupported", "remedy", "failed")) {
      put(answer, sentence, of(String.class));
    }
    Map<String, Object> schema = new TreeMap<>(answer);
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "What a program jcr-backend-NAME answers (write-a-program.md)");
    schema.put("$defs", definitions);
    return schema;
  }

  private Map<String, Object> change() {
    Map<String, Object> first = object("call", "pool", "keys");
    put(first, "call", Map.of("const", "leaseFirst"));
    put(first, "pool", of(String.class));
    put(first, "keys", Map.of("type", "array", "items", of(String.class)));
    return Map.of("anyOf", List.of(of(HostChange.class), first));
  }

  /// The option's own members and those of its type share an object.
  private Map<String, Object> option() {
    Map<String, Object> option = new TreeMap<>(object("help"));
    option.put("allOf", List.of(of(OptionType.class)));
    option.remove("additionalProperties");
    for (String text : List.of("key", "help", "default", "example")) {
      put(option, text, of(String.class));
    }
    put(option, "required", of(boolean.class));
    return option;
  }

  private Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Map<String, Object> element = of(generic.getActualTypeArguments()[0]);
      return generic.getRawType() == List.class
          ? Map.of("type", "array", "items", element)
          : Map.of("type", "object", "additionalProperties", element);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == long.class || plain == Long.class || plain == int.class) {
      return Map.of("type", "integer");
    }
    if (plain == boolean.class) {
      return Map.of("type", "boolean");
    }
    if (plain == Path.class) {
      return Map.of("type", "string", "pattern", "^/");
    }
    if (plain.isEnum()) {
      return Map.of("enum", constants(plain));
    }
    if (plain == String.class || RecordReader.parser(plain) != null) {
      return Map.of("type", "string");
    }
    return reference(plain);
  }

  /// An enum's words: capabilities have the kernel's.
  private static List<String> constants(Class<?> type) {
    return Stream.of(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name())
        .map(name -> name.startsWith("CAP_") ? name : name.toLowerCase(Locale.ROOT))
        .toList();
  }

  private Map<String, Object> reference(Class<?> type) {
    String name = type.getSimpleName();
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of()); // while it is made
      definitions.put(name, SEALED.contains(type) ? kinds(type) : record(type, "", ""));
    }
    return Map.of("$ref", "#/$defs/" + name);
  }

  private Map<String, Object> kinds(Class<?> sealed) {
    Kinds kinds = Kinds.of(sealed);
    List<Object> all = new ArrayList<>();
    kinds.types().forEach((name, type) -> all.add(record(type, kinds.member(), name)));
    return Map.of("oneOf", all);
  }

  private Map<String, Object> record(Class<?> type, String tag, String name) {
    List<String> required = new ArrayList<>();
    Map<String, Object> properties = new TreeMap<>();
    if (!tag.isEmpty()) {
      required.add(tag);
      properties.put(tag, Map.of("const", name));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      properties.put(component.getName(), of(component.getGenericType()));
      if (!OPTIONAL.contains(component.getType()) && !RecordReader.mayBeNull(component)) {
        required.add(component.getName());
      }
    }
    Map<String, Object> record = object(required.toArray(String[]::new));
    record.put("properties", properties);
    if (OptionType.class.isAssignableFrom(type)) {
      record.remove("additionalProperties"); // the option's are there too
    }
    return record;
  }

  private static Map<String, Object> object(String... required) {
    Map<String, Object> object = new TreeMap<>();
    object.put("type", "object");
    object.put("required", List.of(required));
    object.put("properties", new TreeMap<String, Object>());
    object.put("additionalProperties", false);
    return object;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> object, String name, Map<String, Object> type) {
    ((Map<String, Object>) object.get("properties")).put(name, type);
  }
}
