package io.jcr.oci;

import io.jcr.api.UsageException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The spec's words for the constants of an enum: a prefix and the constant's name.
final class Words {
  private Words() {}

  /// The constant that `word` stands for.
  ///
  /// @param place where the word occurs, for the message
  /// @throws UsageException when there is none; the message lists the known ones
  static <E extends Enum<E>> E of(Class<E> type, String prefix, String word, String place) {
    for (E constant : type.getEnumConstants()) {
      if (word.equals(prefix + constant.name())) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> prefix + constant.name())
            .collect(Collectors.joining(", "));
    throw new UsageException(place + ": '" + word + "' is not known; allowed are " + known);
  }
}
