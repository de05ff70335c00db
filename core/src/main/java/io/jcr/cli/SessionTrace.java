package io.jcr.cli;

import io.jcr.cli.container.TraceOutput;
import io.jcr.cli.session.Sentences;
import io.jcr.cli.session.Session;
import io.jcr.init.Teardown;
import io.jcr.runtime.Timeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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

  /// What the supervisor adds to the report; empty: it says that on standard error.
  Optional<Teardown> teardown(String file, Timeline timeline) {
    Path path = session.resolve(Path.of(file));
    return TraceReport.Destination.isJson(file) && Files.isRegularFile(path)
        ? Optional.of(TraceJson.teardown(path, TraceReport.zero(timeline, session.environment())))
        : Optional.empty();
  }
}
