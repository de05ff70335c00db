package io.jcr.spi;

import io.jcr.api.OwnLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One option of a backend, as it is written behind the backend's name: `--net=veth:mtu=1400`.
/// [Backend#options] lists them; [ParsedOptions] reads what a user has written, and `jcr plugins
/// NAME`, shell completion and `jcr plugins verify` are made from them. The same for
/// [ResourceLimiter#ownLimits], which are written `--limit gpu:2`.
///
/// @param key what stands before the `=`; empty for the one word that needs none, such as the name
///   in `--net=netns:blue`
/// @param type what the value may be
/// @param help what it does, a few words without a full stop
/// @param defaultValue the value if it is not given, as text to be read or parsed; empty if there
///   is none
/// @param example a value that works on any host, which `jcr plugins verify` tries; empty if there
///   is none. For a flag, its key if it works on any host
/// @param required whether the backend cannot be chosen without it
public record BackendOption(
    String key,
    OptionType type,
    String help,
    String defaultValue,
    String example,
    boolean required) {
  private static final List<String> LIMITS_OF_JCR =
      List.of("memory", "cpu", "pids", "cpuset", "io");

  public BackendOption {
    if (key.isEmpty() && type instanceof OptionType.Flag) {
      throw new IllegalArgumentException("a flag needs a key");
    }
    if (key.indexOf('=') >= 0 || key.indexOf(',') >= 0) {
      throw new IllegalArgumentException("'" + key + "' has a '=' or ','");
    }
  }

  /// A bare word, which is there or not.
  public static BackendOption flag(String key, String help) {
    return new BackendOption(key, new OptionType.Flag(), help, "", "", false);
  }

  /// A key with a value.
  public static BackendOption value(String key, OptionType type, String help) {
    return new BackendOption(key, type, help, "", "", false);
  }

  /// The word that is a value without a key. A backend has at most one.
  public static BackendOption word(OptionType type, String help) {
    return new BackendOption("", type, help, "", "", false);
  }

  /// The same with a default.
  public BackendOption withDefault(String text) {
    return new BackendOption(key, type, help, text, example, required);
  }

  /// The same with an example.
  public BackendOption withExample(String text) {
    return new BackendOption(key, type, help, defaultValue, text, required);
  }

  /// The same, but the backend cannot be chosen without it.
  public BackendOption asRequired() {
    return new BackendOption(key, type, help, defaultValue, example, true);
  }

  /// Its example as [io.jcr.api.BackendChoice] has options; empty if it has none.
  public Map<String, String> asExample() {
    if (example.isEmpty()) {
      return Map.of();
    }
    boolean word = key.isEmpty() || type instanceof OptionType.Flag;
    return word ? Map.of(example, "") : Map.of(key, example);
  }

  /// How it is written: `nat`, `mtu=BYTES`, `mnt[=FILE]`, `NAME`.
  public String form() {
    if (type instanceof OptionType.MaybeText) {
      return key + "[=" + type.label() + "]";
    }
    if (type instanceof OptionType.Flag) {
      return key;
    }
    return key.isEmpty() ? type.label() : key + "=" + type.label();
  }

  /// How it is written as a limit: `gpu:COUNT`.
  public String limitForm() {
    return key + ":" + type.label();
  }

  /// Why it cannot be one of [ResourceLimiter#ownLimits]: a clause; empty if it can.
  public Optional<String> flawAsLimit() {
    if (!OwnLimits.isName(key)) {
      return Optional.of("'" + key + "' is not a name: expected [a-z][a-z0-9-]*");
    }
    if (LIMITS_OF_JCR.contains(key)) {
      return Optional.of("'" + key + "' is a limit of jcr's own");
    }
    return type instanceof OptionType.Flag || type instanceof OptionType.MaybeText
        ? Optional.of("'" + key + "' has no value")
        : Optional.empty();
  }
}
