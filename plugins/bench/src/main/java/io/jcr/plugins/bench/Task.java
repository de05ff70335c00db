package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Suite;

/// One measurement that is to be made.
///
/// @param round 0 for the warm-up
record Task(Suite suite, Group group, Subject subject, int round) {
  /// Names it in the log of samples.
  String key() {
    return suite.name() + "/" + group.name() + "/" + subject.id() + "/" + round;
  }

  /// What takes about as long.
  String kind() {
    return suite.name() + "/" + group.name() + "/" + subject.id();
  }
}
