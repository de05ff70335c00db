package io.jcr.cli;

import io.jcr.cli.container.TraceOutput;
import io.jcr.cli.session.Sentences;
import io.jcr.cli.session.Session;
import io.jcr.linux.Libc;
import io.jcr.runtime.Timeline;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The reports of one session.
///
/// @param session whose standard error `-` is
record SessionTrace(Session session) implements TraceOutput {
  @Override
  public void traced(String file, Timeline timeline, Runnable work) {
    TraceReport.Destination destination = new TraceReport.Destination(file, session.err());
    destination.check();
    try {
      Sentences.heard(timeline::said, work);
    } catch (RuntimeException | Error e) {
      timeline.failed(e);
      throw e;
    } finally {
      if (timeline.isUnderWay() || destination.isJson()) {
        destination.write(TraceReport.of(timeline, session.environment()));
      }
    }
  }

  /// Lets the supervisor add to the report how long the undo of this start took. Otherwise it says
  /// that on standard error. The supervisor of a detached container forgets it when the start is
  /// over.
  ///
  /// @param file of the option; null for none
  void announceTeardown(@Nullable String file, Timeline timeline, Libc libc) {
    if (file != null && TraceReport.Destination.isJson(file)) {
      Path path = session.resolve(Path.of(file));
      if (Files.isRegularFile(path)) {
        session
            .control(libc)
            .teardown(TraceJson.teardown(path, TraceReport.zero(timeline, session.environment())));
      }
    }
  }
}
