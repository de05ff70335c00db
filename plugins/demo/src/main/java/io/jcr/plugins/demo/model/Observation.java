package io.jcr.plugins.demo.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One attempt: a container, observed from inside and from the host.
///
/// @param way what is tried, such as `clone`, or `without` the mechanism
/// @param control whether it is a negative control: the same without the mechanism
/// @param commands that started it, as they can be typed
/// @param views to be shown side by side
/// @param facts what was read from the views, by name; a missing one could not be read
public record Observation(
    String way,
    boolean control,
    List<String> commands,
    List<View> views,
    Map<String, String> facts) {
  public Observation {
    commands = List.copyOf(commands);
    views = List.copyOf(views);
    facts = new TreeMap<>(facts);
  }

  /// A fact; empty when it is missing.
  public String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  /// Whether the fact was read.
  public boolean has(String name) {
    return !fact(name).isEmpty();
  }

  /// A fact that is a whole number.
  public OptionalLong number(String name) {
    return Optional.of(fact(name).strip())
        .filter(text -> text.matches("-?\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /// Whether both facts were read and differ.
  public boolean differ(String one, String other) {
    return has(one) && has(other) && !fact(one).equals(fact(other));
  }

  /// Whether both facts were read and are equal.
  public boolean same(String one, String other) {
    return has(one) && fact(one).equals(fact(other));
  }

  /// The same observation, counted as one with the mechanism or one without it.
  public Observation as(String otherWay, boolean isControl) {
    return new Observation(otherWay, isControl, commands, views, facts);
  }
}
