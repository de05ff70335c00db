package io.jcr.plugins.bench;

import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.jcr.plugins.bench.subject.Resources;
import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.subject.SubjectSpec;
import io.jcr.plugins.bench.subject.Subjects.Measured;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Subjects that only have a name and a kind.
final class Players {
  private Players() {}

  static Measured container(String id, String... suites) {
    return player(id, false, suites);
  }

  static Measured machine(String id, String... suites) {
    return player(id, true, suites);
  }

  private static Measured player(String id, boolean virtual, String... suites) {
    Subject subject = mock();
    lenient().when(subject.id()).thenReturn(id);
    lenient().when(subject.virtualMachine()).thenReturn(virtual);
    lenient().when(subject.concurrent()).thenReturn(true);
    lenient().when(subject.reachable()).thenReturn(true);
    SubjectSpec spec = new SubjectSpec(id, Map.of(), Set.of(suites));
    return new Measured(spec, subject, new Resources(1, 1 << 29, "ext4"), Duration.ofMillis(10));
  }
}
