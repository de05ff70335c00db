package io.jcr.plugins.bench;

import io.jcr.plugins.bench.suite.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Which tasks of a plan there is time for. This considers how long tasks take and never what they
/// measured: a bench that went on until a difference showed would find one.
///
/// A task is carried out if it fits in addition to those that must not be lost because of it: the
/// rounds that a verdict needs, of its own test and of more important ones. So a machine that is
/// too slow for everything produces a few complete comparisons instead of many halves, and a
/// virtual machine, whose task takes as long as twenty others, costs no container its verdict.
final class Schedule {
  /// Reserved for the report.
  private static final Duration REPORT = Duration.ofSeconds(10);

  private final Settings settings;
  private final Function<Task, Duration> expected;

  /// @param expected how long a task will probably take
  Schedule(Settings settings, Function<Task, Duration> expected) {
    this.settings = settings;
    this.expected = expected;
  }

  /// Whether there is time for a task.
  ///
  /// @param used the time that the whole bench has taken so far
  /// @param rest the rest of the plan, after this task
  boolean fits(Task task, Duration used, List<Task> rest) {
    if (settings.limitSeconds() == 0) {
      return true;
    }
    Duration needed = used.plus(expected.apply(task));
    for (Task other : rest) {
      if (comesFirst(other, task)) {
        needed = needed.plus(expected.apply(other));
      }
    }
    return needed.compareTo(left()) < 0;
  }

  private static boolean comesFirst(Task other, Task task) {
    return other.needed() && (!task.needed() || other.rank() <= task.rank());
  }

  /// The time available for measuring.
  private Duration left() {
    return Duration.ofSeconds(settings.limitSeconds()).minus(REPORT);
  }

  /// The longest that the rest can take.
  Duration remaining(Duration used, List<Task> rest) {
    Duration all = rest.stream().map(expected).reduce(Duration.ZERO, Duration::plus);
    Duration most = left().minus(used);
    boolean limited = settings.limitSeconds() > 0 && most.compareTo(all) < 0;
    return limited ? most.isNegative() ? Duration.ZERO : most : all;
  }
}
