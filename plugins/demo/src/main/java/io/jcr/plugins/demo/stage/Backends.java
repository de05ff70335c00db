package io.jcr.plugins.demo.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The backends that the user asked for, which replace those that the scenes would use.
///
/// @param chosen the value by option, such as `--net`
/// @param without options that no container gets, so that the scenes that need them fail
public record Backends(Map<String, String> chosen, List<String> without) {
  private static final Map<String, Pattern> JOINS =
      Map.of(
          "--ns", Pattern.compile("^--net=host$"), // a user namespace has no power over it
          "--limiter", Pattern.compile("^--ns=setns:(.*,)?container="), // its cgroups are shared
          "--fs", Pattern.compile("^--ns=setns:.*\\b(mnt|mount)\\b"),
          "--net", Pattern.compile("^--ns=setns:(.*,)?(container=|pid=\\d|net\\b)"));

  public Backends {
    chosen = new LinkedHashMap<>(chosen);
    without = List.copyOf(without);
  }

  /// What the scenes use by themselves.
  public static Backends ofScenes() {
    return new Backends(Map.of(), List.of());
  }

  /// The value that the user gave for an option.
  public Optional<String> choice(String option) {
    return Optional.ofNullable(chosen.get(option));
  }

  /// A container's options, with the user's choices replacing theirs.
  public List<String> applyTo(List<String> options) {
    List<String> result = new ArrayList<>();
    for (String option : options) {
      String name = name(option);
      if (!without.contains(name)) {
        result.add(chosen.containsKey(name) ? name + "=" + chosen.get(name) : option);
      }
    }
    addMissing(result);
    return result;
  }

  /// A container's options, unchanged, plus the user's other choices.
  public List<String> addTo(List<String> options) {
    List<String> result = new ArrayList<>(options);
    addMissing(result);
    return result;
  }

  private void addMissing(List<String> options) {
    List<String> names = options.stream().map(Backends::name).toList();
    chosen.forEach((name, value) -> {
      if (!names.contains(name) && !without.contains(name) && !joined(name, options)) {
        options.add(name + "=" + value);
      }
    });
  }

  /// A container that joins another has its network and files and belongs to its user namespace, so
  /// jcr rejects a backend chosen in addition.
  private static boolean joined(String name, List<String> options) {
    Pattern joins = JOINS.get(name);
    return joins != null && options.stream().anyMatch(option -> joins.matcher(option).find());
  }

  private static String name(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    chosen.forEach((name, value) -> words.add(name + "=" + value));
    without.forEach(name -> words.add("--without=" + name));
    return String.join(" ", words);
  }
}
