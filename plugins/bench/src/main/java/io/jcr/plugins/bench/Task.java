package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Suite;

/// One measurement to make.
///
/// @param round 0 for the warm-up
/// @param needed whether a verdict needs it, so that it comes before others when time is short
/// @param rank of its test, the same for all subjects except virtual machines: when time is short,
///   lower ranks are carried out
record Task(Suite suite, Group group, Subject subject, int round, boolean needed, int rank) {
  /// Identifies it in the log of samples.
  String key() {
    return suite.name() + "/" + group.name() + "/" + subject.id() + "/" + round;
  }

  /// Tasks of the same kind take about the same time.
  String kind() {
    return suite.name() + "/" + group.name() + "/" + subject.id();
  }
}
