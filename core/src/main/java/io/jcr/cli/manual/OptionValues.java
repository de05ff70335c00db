package io.jcr.cli.manual;

import io.jcr.api.Capability;
import io.jcr.cli.manual.Values.Kind;
import io.jcr.cli.spec.Signals;
import io.jcr.spi.BackendOption;
import io.jcr.spi.OptionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What there is to choose from for the value of an option: by its name, for those of which jcr
/// itself knows more than picocli does; else by the label that stands for the value.
final class OptionValues {
  /// Words of options that take a string. Each is in what `--help` says of the option.
  static final Map<String, List<String>> WORDS =
      Map.of(
          "--network", List.of("none", "host", "bridge", "container:" + Values.CONTAINER),
          "--restart", List.of("no", "on-failure", "always", "unless-stopped"),
          "--security-opt", List.of("seccomp=unconfined", "new-privileges", "no-new-privileges"),
          "--limit", List.of("memory:", "cpu:", "pids:", "cpuset:", "io:"),
          "--archive-limit", List.of("entries:", "name:", "size:", "time:"),
          "--log-opt", List.of("max-size=", "max-file="),
          "--mount", List.of("type=bind,source=", "type=tmpfs,target="),
          "--filter",
              List.of(
                  "status=created",
                  "status=running",
                  "status=stopped",
                  "name=",
                  "label=",
                  "exited="));

  private static final int SIGNALS = 31;
  private static final Pattern LITERAL = Pattern.compile("[a-z][a-z0-9-]*");
  private static final String LIMIT = "--limit";

  private final Map<String, Values> backends;
  private final List<BackendOption> limits;

  /// @param backends what selects backends, by the option of their SPI
  /// @param limits those that only limiters know
  OptionValues(Map<String, Values> backends, List<BackendOption> limits) {
    this.backends = Map.copyOf(backends);
    this.limits = List.copyOf(limits);
  }

  /// What there is for an option.
  ///
  /// @param names of the option
  /// @param label what its value is called; empty: it has none
  /// @param several whether one value can hold several with commas between
  Values of(List<String> names, String label, boolean several) {
    if (label.isEmpty()) {
      return Values.NONE;
    }
    for (String name : names) {
      if (label.equals("BACKEND") && backends.containsKey(name.replaceFirst("^--", ""))) {
        return backends.get(name.replaceFirst("^--", ""));
      }
      if (name.equals(LIMIT)) {
        return limits();
      }
      if (WORDS.containsKey(name)) {
        return Values.words(WORDS.get(name));
      }
    }
    return ofLabel(label, several);
  }

  private Values limits() {
    List<String> words = new ArrayList<>(WORDS.getOrDefault(LIMIT, List.of()));
    for (BackendOption limit : limits) {
      for (String form : forms(limit.key() + ":", limit.type())) {
        if (!words.contains(form)) {
          words.add(form);
        }
      }
    }
    return Values.words(words);
  }

  /// Backends as words without hyphens: `net=veth`.
  Values axes() {
    List<String> axes = new ArrayList<>();
    backends.forEach(
        (option, choices) -> choices.words().forEach(word -> axes.add(option + "=" + word)));
    axes.sort(null);
    return Values.words(axes);
  }

  /// What a label says by itself: `FILE`, or `text|json`.
  static Values ofLabel(String label, boolean several) {
    return switch (label) {
      case "SIGNAL" ->
          Values.words(IntStream.rangeClosed(1, SIGNALS).mapToObj(Signals::name).toList());
      case "CAP", "CAP[,CAP...]" -> new Values(several ? Kind.LIST : Kind.WORDS, capabilities());
      case "K=V" -> new Values(Kind.VARIABLES);
      case "SRC:DST[:ro]" -> Values.FILES;
      default -> label.startsWith("FILE") ? Values.FILES : Values.words(literals(label));
    };
  }

  /// Those of `text|json`, not those of `UID:COUNT`.
  private static List<String> literals(String label) {
    return Arrays.stream(label.split("\\|", -1)).filter(LITERAL.asMatchPredicate()).toList();
  }

  private static List<String> capabilities() {
    List<String> names = new ArrayList<>(List.of("ALL"));
    for (Capability capability : Capability.values()) {
      names.add(capability.name().replaceFirst("^CAP_", ""));
    }
    return names;
  }

  /// The forms in which backends are chosen: `veth`, `veth:nat`, `veth:ip=`.
  ///
  /// @param options those of each backend, by the name that the command line has for it
  static Values backends(Map<String, List<BackendOption>> options) {
    List<String> words = new ArrayList<>();
    options.forEach((name, described) -> {
      if (described.stream().noneMatch(BackendOption::required)) {
        words.add(name);
      }
      described.forEach(option -> words.addAll(forms(name + ":", option)));
    });
    return Values.words(words);
  }

  private static List<String> forms(String before, BackendOption option) {
    return option.type() instanceof OptionType.Flag
        ? List.of(before + option.key())
        : forms(option.key().isEmpty() ? before : before + option.key() + "=", option.type());
  }

  private static List<String> forms(String key, OptionType type) {
    return switch (type) {
      case OptionType.Container _ -> List.of(key + Values.CONTAINER);
      case OptionType.Choice(List<String> words) -> words.stream().map(word -> key + word).toList();
      case OptionType.Flag _,
          OptionType.Text _,
          OptionType.MaybeText _,
          OptionType.WholeNumber _,
          OptionType.Ipv4Address _,
          OptionType.Ipv4Network _,
          OptionType.AbsolutePath _ ->
          List.of(key);
    };
  }
}
