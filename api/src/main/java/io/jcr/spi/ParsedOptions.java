package io.jcr.spi;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The options that a user has given to a backend, checked against those that it has:
///
/// ```
/// ParsedOptions options = ParsedOptions.parse("--net=veth", options(), spec.options("net"));
/// boolean nat = options.flag("nat");
/// long mtu = options.number("mtu");
/// ```
///
/// It reads the limits that only a limiter knows, too: see [#limits].
///
/// Every accessor takes the key of a [BackendOption]; another key, or one of another type, is the
/// plugin's mistake ([IllegalArgumentException]).
public final class ParsedOptions {
  private static final String LIMIT = "--limit";

  private final String subject;
  private final List<BackendOption> described;
  private final Map<String, String> values = new HashMap<>();

  private ParsedOptions(String subject, List<BackendOption> described) {
    this.subject = subject;
    this.described = described;
  }

  /// Reads and checks those of a limiter's [ResourceLimiter#ownLimits] that a container has. Limits
  /// that it does not describe are not its business: jcr has refused them, or they are those of a
  /// limiter that wraps it.
  ///
  /// ```
  /// ParsedOptions limits = ParsedOptions.limits(this, OwnLimits.of(spec));
  /// Optional<String> gpus = limits.text("gpu");
  /// ```
  ///
  /// @throws UsageException for a value that its type doesn't allow, or a required limit that is
  ///   missing
  public static ParsedOptions limits(ResourceLimiter limiter, OwnLimits given) {
    ParsedOptions parsed = new ParsedOptions(LIMIT, limiter.ownLimits());
    for (BackendOption limit : parsed.described) {
      String value = given.values().get(limit.key());
      if (value != null) {
        parsed.takeLimit(limit, value);
      } else if (limit.required()) {
        String form = LIMIT + " " + limit.limitForm();
        throw new UsageException(
            "--limiter=" + limiter.name() + ": " + form + " is missing" + example(limit));
      }
    }
    return parsed;
  }

  private static String example(BackendOption limit) {
    return limit.example().isEmpty()
        ? ""
        : " (for example " + LIMIT + " " + limit.key() + ":" + limit.example() + ")";
  }

  /// Reads and checks all of them.
  ///
  /// @param subject the selection for messages, such as `--net=veth`
  /// @param described what the backend has
  /// @param given key to value; a bare word has the empty value
  /// @throws UsageException for an unknown key, a flag with a value, a key without one, a value
  ///   that its type doesn't allow, or a required option that is missing, naming what is allowed
  public static ParsedOptions parse(
      String subject, List<BackendOption> described, Map<String, String> given) {
    ParsedOptions parsed = new ParsedOptions(subject, described);
    for (Map.Entry<String, String> entry : given.entrySet()) {
      parsed.take(entry.getKey(), entry.getValue());
    }
    for (BackendOption option : described) {
      if (option.required() && !parsed.values.containsKey(option.key())) {
        throw new UsageException(
            subject + ": " + option.form() + " is missing: " + subject + ":" + option.form());
      }
    }
    return parsed;
  }

  private void take(String key, String value) {
    BackendOption option = find(key);
    if (option == null) {
      BackendOption word = find("");
      if (word == null || !value.isEmpty() || values.containsKey("")) {
        throw new UsageException(subject + ": unknown option '" + key + "': " + forms());
      }
      check(word, key);
      values.put("", key);
    } else if (option.type() instanceof OptionType.Flag) {
      if (!value.isEmpty()) {
        throw new UsageException(subject + ": '" + key + "' takes no value, not '" + value + "'");
      }
      values.put(key, key);
    } else if (value.isEmpty() && !(option.type() instanceof OptionType.MaybeText)) {
      throw new UsageException(subject + ": '" + key + "' needs a value: " + option.form());
    } else {
      check(option, value);
      values.put(key, value);
    }
  }

  private void takeLimit(BackendOption limit, String value) {
    values.put(limit.key(), value);
    if (value.isEmpty()) {
      throw refusal(limit.key(), "it needs a value: " + limit.limitForm());
    }
    check(limit, value);
  }

  private void check(BackendOption option, String value) {
    try {
      option.type().check(value);
    } catch (UsageException e) {
      throw refusal(option.key(), String.valueOf(e.getMessage()));
    }
  }

  private String forms() {
    if (described.isEmpty()) {
      return "it takes none";
    }
    StringJoiner forms = new StringJoiner(", ", "choose from ", "");
    for (BackendOption option : described) {
      forms.add(option.form());
    }
    return forms.toString();
  }

  private @Nullable BackendOption find(String key) {
    for (BackendOption option : described) {
      if (option.key().equals(key)) {
        return option;
      }
    }
    return null;
  }

  private @Nullable String valueOf(String key, Class<? extends OptionType> type) {
    BackendOption option = find(key);
    if (option == null || !type.isInstance(option.type())) {
      throw new IllegalArgumentException(
          subject + " describes no option '" + key + "' of type " + type.getSimpleName());
    }
    String value = values.get(key);
    return value == null && !option.defaultValue().isEmpty() ? option.defaultValue() : value;
  }

  /// Whether a flag was given.
  public boolean flag(String key) {
    return valueOf(key, OptionType.Flag.class) != null;
  }

  /// A value as it was written, or its default; also of the options for which there is another
  /// accessor.
  public Optional<String> text(String key) {
    return Optional.ofNullable(valueOf(key, OptionType.class));
  }

  /// The word without a key.
  public Optional<String> word() {
    return text("");
  }

  /// A number that was given or has a default. Of one that may be missing, ask for [#text] first.
  ///
  /// @throws UsageException if it is missing
  public long number(String key) {
    return Long.parseLong(required(key, OptionType.WholeNumber.class));
  }

  /// An address that was given or has a default.
  public Optional<Ipv4> address(String key) {
    String value = valueOf(key, OptionType.Ipv4Address.class);
    return value == null ? Optional.empty() : Optional.of(Ipv4.parse(value));
  }

  /// A network that was given or has a default.
  public Optional<Ipv4Prefix> network(String key) {
    String value = valueOf(key, OptionType.Ipv4Network.class);
    return value == null ? Optional.empty() : Optional.of(Ipv4Prefix.parse(value));
  }

  /// A path that was given or has a default.
  public Optional<Path> path(String key) {
    String value = valueOf(key, OptionType.AbsolutePath.class);
    return value == null ? Optional.empty() : Optional.of(Path.of(value));
  }

  private String required(String key, Class<? extends OptionType> type) {
    String value = valueOf(key, type);
    if (value == null) {
      BackendOption option = find(key);
      String form =
          option == null ? key : subject.equals(LIMIT) ? option.limitForm() : option.form();
      throw new UsageException(subject + ": " + form + " is missing");
    }
    return value;
  }

  /// The refusal of a value for a reason that its type doesn't know.
  ///
  /// @param reason which value is wrong, and what is allowed
  public UsageException refusal(String key, String reason) {
    if (subject.equals(LIMIT)) {
      return new UsageException(
          LIMIT + " " + key + ":" + values.getOrDefault(key, "") + ": " + reason);
    }
    return new UsageException(subject + ": " + (key.isEmpty() ? "" : key + ": ") + reason);
  }
}
