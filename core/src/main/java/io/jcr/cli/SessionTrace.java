package io.jcr.cli;

import io.jcr.cli.container.TraceOutput;
import io.jcr.cli.session.Session;
import io.jcr.runtime.Timeline;

/// The reports of one session.
///
/// @param session whose standard error `-` is
record SessionTrace(Session session) implements TraceOutput {
  @Override
  public void check(String file) {
    new TraceReport.Destination(file, session.err()).check();
  }

  @Override
  public void write(String file, Timeline timeline) {
    new TraceReport.Destination(file, session.err())
        .write(TraceReport.of(timeline, session.environment()));
  }
}
