package io.jcr.plugins.bench.suite;

import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.ProcessMemory;
import io.jcr.plugins.bench.subject.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// A kind of measurement.
public interface Suite {
  /// How many milliseconds a task takes whose workloads run one after the other, if each takes a
  /// second.
  int FULL = 5000;

  /// As in `--suite NAME`.
  String name();

  /// One line for humans.
  String description();

  /// What it measures with a subject, or nothing if it cannot.
  List<Group> groups(Subject subject, Settings settings);

  /// How long a group that was not measured yet may take.
  ///
  /// @param probe how long an instance of the subject takes that does next to nothing
  default Duration expected(Group group, Subject subject, Duration probe, Settings settings) {
    return probe.multipliedBy(2).plusMillis((long) (settings.seconds() * FULL));
  }

  /// Measures once.
  ///
  /// @param random for the order of what can be done in any order
  /// @throws io.jcr.api.JcrException if nothing could be measured
  List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random)
      throws IOException, InterruptedException;

  /// All suites.
  ///
  /// @param rootfs where their programs are on the host
  /// @param cache where downloads are kept
  static List<Suite> all(Path rootfs, Path cache) {
    return List.of(
        new BootSuite(),
        new DensitySuite(ProcessMemory.ofThisMachine()),
        WorkloadSuite.cpu(),
        WorkloadSuite.mem(),
        WorkloadSuite.sys(),
        WorkloadSuite.io(),
        new NetSuite(rootfs.resolve("usr/local/bin/jcr-bench")),
        new NginxSuite(cache));
  }
}
