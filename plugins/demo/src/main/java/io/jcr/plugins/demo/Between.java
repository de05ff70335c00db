package io.jcr.plugins.demo;

import io.jcr.plugins.demo.model.Played;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What happens between two scenes.
///
/// @param pause how long to wait
/// @param paged whether to ask for a key
record Between(Duration pause, boolean paged) {
  /// The audience, which may have left.
  interface Audience {
    /// Whether nobody reads any longer.
    boolean isClosed();

    /// Asks for a key.
    ///
    /// @return whether to continue
    boolean askToGoOn() throws IOException, InterruptedException;
  }

  /// Waits as long as requested.
  ///
  /// @return whether to continue
  boolean pass(Audience audience, Played played) throws IOException, InterruptedException {
    if (audience.isClosed()) {
      return false;
    }
    if (played.number() == played.of()) {
      return true;
    }
    if (paged && !audience.askToGoOn()) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    return true;
  }
}
