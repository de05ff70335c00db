package io.jcr.plugins.bench;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Settings;
import io.jcr.plugins.bench.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A suite that measures nothing and takes its time, by a fake clock.
final class TimedSuite implements Suite {
  private final String name;
  private final List<Group> groups;
  private final Duration container;
  private final Duration machine;
  private final FakeClock clock;

  /// What was measured, in that order.
  final List<String> measured = new ArrayList<>();

  /// The first number that each task drew.
  final List<Long> drawn = new ArrayList<>();

  private String failing = "none";

  /// @param container what a task of a container takes
  /// @param machine what one of a virtual machine takes
  TimedSuite(
      String name, List<Group> groups, Duration container, Duration machine, FakeClock clock) {
    this.name = name;
    this.groups = List.copyOf(groups);
    this.container = container;
    this.machine = machine;
    this.clock = clock;
  }

  /// This subject's tasks fail from now on.
  TimedSuite failing(String subject) {
    failing = subject;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "time passes";
  }

  @Override
  public List<Group> groups(Subject subject, Settings settings) {
    return groups;
  }

  @Override
  public Duration expected(Group group, Subject subject, Duration probe, Settings settings) {
    return takes(subject);
  }

  private Duration takes(Subject subject) {
    return subject.virtualMachine() ? machine : container;
  }

  @Override
  public List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random) {
    measured.add(group.name() + "/" + subject.id() + "/" + round);
    drawn.add(random.nextLong());
    clock.pass(takes(subject));
    if (subject.id().equals(failing)) {
      throw new HostException(subject.id() + ": it did not end");
    }
    return List.of(
        Sample.of(name, group.name(), subject.id(), round, 0, Map.of("first", 1e6 + round)));
  }
}
