package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Suite;

/// One measurement that is to be made.
///
/// @param round 0 for the warm-up
/// @param needed whether a verdict needs it, so that it comes before others when time is short
/// @param rank of its test, the same for all subjects but virtual machines: when time is short the
///   lower ones are done
record Task(Suite suite, Group group, Subject subject, int round, boolean needed, int rank) {
  /// Names it in the log of samples.
  String key() {
    return suite.name() + "/" + group.name() + "/" + subject.id() + "/" + round;
  }

  /// What takes about as long.
  String kind() {
    return suite.name() + "/" + group.name() + "/" + subject.id();
  }
}
