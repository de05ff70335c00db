package io.jcr.program;

import io.jcr.spi.HostChange;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records of the SPI as JSON: what [RecordReader] reads.
final class RecordWriter {
  private RecordWriter() {}

  /// As maps, lists, strings, numbers, booleans and null.
  static @Nullable Object json(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case HostChange.Done _ -> null;
      case String text -> text;
      case Number number -> number;
      case Boolean flag -> flag;
      case Path path -> path.toString();
      case Optional<?> optional -> json(optional.orElse(null));
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Collection<?> all -> all(all);
      case Map<?, ?> map -> map(map);
      case Record data ->
          RecordReader.parser(data.getClass()) == null ? members(data) : data.toString();
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  private static List<@Nullable Object> all(Collection<?> all) {
    List<@Nullable Object> list = new ArrayList<>();
    all.forEach(element -> list.add(json(element)));
    return list;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((key, value) -> members.put(String.valueOf(key), json(value)));
    return members;
  }

  private static Map<String, @Nullable Object> members(Record data) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    Class<?> sealed = Kinds.sealedOf(data.getClass());
    if (sealed != null) {
      Kinds kinds = Kinds.of(sealed);
      members.put(kinds.member(), kinds.nameOf(data.getClass()));
    }
    for (RecordComponent component : data.getClass().getRecordComponents()) {
      try {
        members.put(component.getName(), json(component.getAccessor().invoke(data)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return members;
  }
}
