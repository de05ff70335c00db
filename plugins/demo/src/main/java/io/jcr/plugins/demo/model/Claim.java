package io.jcr.plugins.demo.model;

import java.util.List;
import java.util.function.Predicate;

/// What a scene says of every observation, to be checked against its facts.
///
/// @param sentence what is said, without a full stop
/// @param decides whether it is the mechanism that makes it true: then it must be false in every
///   negative control
/// @param facts the facts that it is about, to be told with it
/// @param test whether it holds
public record Claim(
    String sentence, boolean decides, List<String> facts, Predicate<Observation> test) {
  public Claim {
    facts = List.copyOf(facts);
  }

  /// A claim that is true because of the mechanism, and false without it.
  public static Claim deciding(String sentence, Predicate<Observation> test, String... facts) {
    return new Claim(sentence, true, List.of(facts), test);
  }

  /// A claim that is asked of what is shown only: nothing is said of the negative control.
  public static Claim also(String sentence, Predicate<Observation> test, String... facts) {
    return new Claim(sentence, false, List.of(facts), test);
  }
}
