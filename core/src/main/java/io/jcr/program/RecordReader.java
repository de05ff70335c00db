package io.jcr.program;

import io.jcr.api.LinuxNamespace;
import io.jcr.spi.HostChange;
import io.jcr.spi.NetworkPlan;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads records of the SPI from JSON by their components, so that whatever the SPI has, a program
/// can say. A missing string is empty, a number 0, a flag false, a list or map empty; everything
/// else has to be there, unless it may be null. An unknown member is a fault.
///
/// @param pid what a missing `pid` stands for: the container's process; 0 when there is none yet
record RecordReader(long pid) {
  /// The components that are `@Nullable`: jcr runs without that annotation's class.
  private static final Map<Class<?>, Set<String>> NULLABLE =
      Map.of(
          LinuxNamespace.class, Set.of("path"),
          NetworkPlan.class, Set.of("namespace", "address", "resolvConf"),
          HostChange.Execute.class, Set.of("undo"));

  /// Whether a component may be missing, and is null then.
  static boolean mayBeNull(RecordComponent component) {
    return NULLABLE
        .getOrDefault(component.getDeclaringRecord(), Set.of())
        .contains(component.getName());
  }

  /// Reads a value of a type.
  ///
  /// @param place where it is, such as `changes[0].link`
  /// @throws ProgramFault when it is something else
  Object read(Type type, @Nullable Object json, String place) {
    if (type instanceof ParameterizedType generic) {
      return readGeneric(generic, json, place);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return string(json, place);
    }
    if (plain == long.class || plain == Long.class || plain == int.class) {
      long number = number(json, place);
      return plain == int.class ? (Object) asInt(number, place) : (Object) number;
    }
    if (plain == boolean.class) {
      if (json instanceof Boolean flag) {
        return flag;
      }
      throw wrong(place, json, "true or false");
    }
    if (plain == Path.class) {
      Path path = Path.of(string(json, place));
      if (!path.isAbsolute()) {
        throw wrong(place, json, "an absolute path");
      }
      return path;
    }
    if (plain.isEnum()) {
      return constant(plain, string(json, place), place);
    }
    Method parser = parser(plain);
    if (parser != null) {
      return made(() -> parser.invoke(null, string(json, place)), place);
    }
    return plain.isRecord()
        ? record(plain, members(json, place), "", place)
        : kind(Kinds.of(plain), members(json, place), place);
  }

  /// Reads a record of one of several kinds.
  Object kind(Kinds kinds, Map<String, ?> members, String place) {
    Object name = members.get(kinds.member());
    Class<?> type = name instanceof String known ? kinds.types().get(known) : null;
    if (type == null) {
      throw new ProgramFault(
          (name == null
                  ? "gave no '" + kinds.member() + "' at " + place
                  : "gave an unknown " + kinds.member() + " '" + name + "' at " + place)
              + ": choose from "
              + String.join(", ", kinds.types().keySet()));
    }
    return record(type, members, kinds.member(), place);
  }

  /// Reads the components of a record.
  ///
  /// @param tag a member that is none of them; may be empty
  Object record(Class<?> type, Map<String, ?> members, String tag, String place) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> unknown = new TreeSet<>(members.keySet());
    unknown.remove(tag);
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      unknown.remove(component.getName());
      values[i] = component(component, members.get(component.getName()), place);
    }
    requireNone(unknown, Arrays.stream(components).map(RecordComponent::getName).toList(), place);
    return made(
        () -> {
          Constructor<?> constructor = type.getConstructor(types);
          return constructor.newInstance(values);
        },
        place);
  }

  /// Requires that there was no member that nothing reads.
  static void requireNone(Set<String> unknown, List<String> known, String place) {
    if (!unknown.isEmpty()) {
      throw new ProgramFault(
          "gave an unknown member '"
              + unknown.iterator().next()
              + "' at "
              + (place.isEmpty() ? "the top" : place)
              + ": known are "
              + String.join(", ", known));
    }
  }

  private @Nullable Object component(
      RecordComponent component, @Nullable Object json, String outer) {
    String place = outer.isEmpty() ? component.getName() : outer + "." + component.getName();
    if (json != null) {
      return read(component.getGenericType(), json, place);
    }
    Class<?> type = component.getType();
    if (mayBeNull(component)) {
      return null;
    }
    if (component.getName().equals("pid") && type == long.class) {
      if (pid == 0) {
        throw new ProgramFault(
            "needs the container's process at " + outer + ", which exists in 'attach' only");
      }
      return pid;
    }
    if (type == String.class) {
      return "";
    }
    if (type == List.class || type == Map.class) {
      return type == List.class ? List.of() : Map.of();
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == long.class || type == int.class) {
      return read(type, 0, place);
    }
    throw new ProgramFault("gave no '" + place + "'");
  }

  private Object readGeneric(ParameterizedType type, @Nullable Object json, String place) {
    if (type.getRawType() == Map.class) {
      Map<String, Object> map = new LinkedHashMap<>();
      members(json, place)
          .forEach((key, value) ->
              map.put(key, read(type.getActualTypeArguments()[1], value, place + "." + key)));
      return map;
    }
    if (type.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (Object element : elements(json, place)) {
        list.add(read(type.getActualTypeArguments()[0], element, place + "[" + list.size() + "]"));
      }
      return list;
    }
    throw new IllegalArgumentException(type.toString());
  }

  /// `parse` of a type that is written as one string, such as an address; null for others.
  static @Nullable Method parser(Class<?> type) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals("parse")
          && Modifier.isStatic(method.getModifiers())
          && method.getReturnType() == type
          && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class})) {
        return method;
      }
    }
    return null;
  }

  private interface Making {
    Object make() throws ReflectiveOperationException;
  }

  /// Records refuse what cannot be.
  private static Object made(Making making, String place) {
    try {
      return making.make();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ProgramFault("gave a bad '" + place + "': " + cause.getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object constant(Class<?> type, String name, String place) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String known = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (known.equals(name)) {
        return constant;
      }
      names.add(known);
    }
    throw wrong(place, name, "one of " + String.join(", ", names));
  }

  /// An array.
  static List<?> elements(@Nullable Object json, String place) {
    if (json instanceof List<?> list) {
      return list;
    }
    throw wrong(place, json, "an array");
  }

  /// An object.
  @SuppressWarnings("unchecked") // JSON's member names are strings
  static Map<String, Object> members(@Nullable Object json, String place) {
    if (json instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw wrong(place, json, "an object");
  }

  static String string(@Nullable Object json, String place) {
    if (json instanceof String text) {
      return text;
    }
    throw wrong(place, json, "a string");
  }

  /// Those from 2^63 to 2^64-1 as the negative ones of the same 64 bits.
  private static long number(@Nullable Object json, String place) {
    if (json instanceof Integer || json instanceof Long) {
      return ((Number) json).longValue();
    }
    if (json instanceof BigInteger big && big.signum() > 0 && big.bitLength() <= Long.SIZE) {
      return big.longValue();
    }
    throw wrong(place, json, "a whole number of 64 bits");
  }

  private static int asInt(long number, String place) {
    if (number != (int) number) {
      throw wrong(place, number, "a whole number of 32 bits");
    }
    return (int) number;
  }

  private static ProgramFault wrong(String place, @Nullable Object value, String wanted) {
    return new ProgramFault("gave '" + value + "' as '" + place + "', which is not " + wanted);
  }
}
