package io.jcr.plugins.demo;

import io.jcr.plugins.demo.model.Played;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What happens between two scenes.
///
/// @param pause how long to wait
/// @param step whether to wait for a key
record Between(Duration pause, boolean step) {
  /// Waits as long as was asked for.
  ///
  /// @return whether to go on
  boolean pass(Screen screen, Played played) throws IOException, InterruptedException {
    if (screen.isClosed()) {
      return false;
    }
    if (played.number() == played.of()) {
      return true;
    }
    if (step) {
      screen.awaitKey("press a key for the next scene");
    }
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    return true;
  }
}
