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
  /// Who is asked, and may have gone.
  interface Audience {
    /// Whether nobody reads any more.
    boolean isClosed();

    /// Asks for a key.
    ///
    /// @return whether to go on
    boolean askToGoOn() throws IOException, InterruptedException;
  }

  /// Waits as long as was asked for.
  ///
  /// @return whether to go on
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
