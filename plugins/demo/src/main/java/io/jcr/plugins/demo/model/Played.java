package io.jcr.plugins.demo.model;

import io.jcr.plugins.demo.scene.Scene;
import java.time.Duration;
import java.util.List;

/// A scene that has been played.
///
/// @param number its position, starting from 1
/// @param of how many are played
/// @param scene what was to be shown
/// @param evidence what was seen; no observations when it could not be shown
/// @param verdict the conclusion
/// @param took how long it took
public record Played(
    int number, int of, Scene scene, Evidence evidence, Verdict verdict, Duration took) {
  /// How many of them hold, such as `17 of 18 hold, 1 skipped`.
  public static String sum(List<Played> all) {
    long good = all.stream().filter(played -> played.verdict().holds()).count();
    long skipped = all.stream().filter(played -> played.verdict().passes()).count() - good;
    String sum = good + " of " + all.size() + " hold";
    return skipped == 0 ? sum : sum + ", " + skipped + " skipped";
  }
}
