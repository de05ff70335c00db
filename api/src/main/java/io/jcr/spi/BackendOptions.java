package io.jcr.spi;

import io.jcr.api.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// Reads a backend's options and refuses any that are left over:
///
/// ```
/// BackendOptions options = BackendOptions.of("--net=veth", spec.options("net"));
/// boolean nat = options.flag("nat");
/// Optional<String> ip = options.value("ip", "ADDRESS");
/// options.refuseOthers();
/// ```
public final class BackendOptions {
  private final String subject;
  private final Map<String, String> remaining;
  private final StringJoiner known = new StringJoiner(", ");

  private BackendOptions(String subject, Map<String, String> options) {
    this.subject = subject;
    this.remaining = new LinkedHashMap<>(options);
  }

  /// Starts reading the options of one backend.
  ///
  /// @param subject the selection as named in messages, such as `--net=veth`
  public static BackendOptions of(String subject, Map<String, String> options) {
    return new BackendOptions(subject, options);
  }

  /// An optional bare word.
  ///
  /// @throws UsageException when it has a value
  public boolean flag(String key) {
    known.add(key);
    String value = remaining.remove(key);
    if (value != null && !value.isEmpty()) {
      throw new UsageException(subject + ": '" + key + "' takes no value, not '" + value + "'");
    }
    return value != null;
  }

  /// An optional key with a value.
  ///
  /// @param meaning what the value is called in messages, such as `ADDRESS`
  /// @throws UsageException when it has no value
  public Optional<String> value(String key, String meaning) {
    known.add(key + "=" + meaning);
    String value = remaining.remove(key);
    if (value != null && value.isEmpty()) {
      throw new UsageException(subject + ": '" + key + "' needs a value: " + key + "=" + meaning);
    }
    return Optional.ofNullable(value);
  }

  /// The one bare word that is not a flag. Call it after all flags.
  public Optional<String> word(String meaning) {
    known.add(meaning);
    Optional<String> word =
        remaining.entrySet().stream()
            .filter(e -> e.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .findFirst();
    word.ifPresent(remaining::remove);
    return word;
  }

  /// Call it last.
  ///
  /// @throws UsageException when an option is left that no other call has read; the message lists
  ///   the known ones
  public void refuseOthers() {
    if (!remaining.isEmpty()) {
      String list = known.toString();
      throw new UsageException(
          subject
              + ": unknown option '"
              + remaining.keySet().iterator().next()
              + "': "
              + (list.isEmpty() ? "it takes none" : "choose from " + list));
    }
  }
}
