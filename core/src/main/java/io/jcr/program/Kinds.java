package io.jcr.program;

import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.spi.HostChange;
import io.jcr.spi.OptionType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How JSON tells the kinds of a sealed interface apart: one member names the record. Changes and
/// operations have the names that `jcr explain --format=json` prints as `call`.
///
/// @param member the member that names the kind
/// @param types name to record
record Kinds(String member, Map<String, Class<?>> types) {
  /// Those of a sealed interface of the SPI.
  static Kinds of(Class<?> sealed) {
    if (HostChange.class.isAssignableFrom(sealed)) {
      return of("call", sealed, Kinds::likeAMethod);
    }
    if (InitOp.class.isAssignableFrom(sealed)) {
      return of("call", sealed, UnaryOperator.identity());
    }
    if (RtnetlinkMessage.class.isAssignableFrom(sealed)) {
      return of("message", sealed, UnaryOperator.identity());
    }
    if (OptionType.class.isAssignableFrom(sealed)) {
      return of("type", sealed, Kinds::likeAMethod);
    }
    throw new IllegalArgumentException(sealed.getName());
  }

  private static Kinds of(String member, Class<?> sealed, UnaryOperator<String> name) {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    collect(sealed, name, types);
    return new Kinds(member, types);
  }

  private static String likeAMethod(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT).concat(name.substring(1));
  }

  private static void collect(
      Class<?> type, UnaryOperator<String> name, Map<String, Class<?>> types) {
    if (type.isRecord()) {
      types.put(name.apply(type.getSimpleName()), type);
    } else {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, name, types);
      }
    }
  }

  /// The name of a record's kind.
  String nameOf(Class<?> type) {
    return types.entrySet().stream()
        .filter(kind -> kind.getValue() == type)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /// The sealed interface of the SPI that a record belongs to, or null.
  static @Nullable Class<?> sealedOf(Class<?> type) {
    for (Class<?> sealed :
        new Class<?>[] {HostChange.class, InitOp.class, RtnetlinkMessage.class, OptionType.class}) {
      if (sealed.isAssignableFrom(type)) {
        return sealed;
      }
    }
    return null;
  }
}
