package io.jcr.plugins.demo.model;

import java.util.List;
import java.util.function.Predicate;

/// What a scene claims about every observation, to be checked against its facts.
///
/// @param sentence the claim, without a full stop
/// @param decides whether the mechanism is what makes it true: then it must be false in every
///   negative control
/// @param facts the facts that it is about, to be reported with it
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

  /// A claim that is tested only on what is shown, and says nothing about the negative control.
  public static Claim also(String sentence, Predicate<Observation> test, String... facts) {
    return new Claim(sentence, false, List.of(facts), test);
  }
}
