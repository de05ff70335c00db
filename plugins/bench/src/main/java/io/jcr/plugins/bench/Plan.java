package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.subject.Subjects.Measured;
import io.jcr.plugins.bench.suite.Group;
import io.jcr.plugins.bench.suite.Settings;
import io.jcr.plugins.bench.suite.Suite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// All tasks in the order in which they are carried out: round by round, each shuffled, so that
/// changes in the machine affect all subjects alike. The same seed gives the same plan.
record Plan(List<Task> tasks) {
  private static final List<String> IMPORTANT =
      List.of(
          "boot/sequential",
          "density/hold",
          "cpu/all",
          "vm boot/sequential",
          "sys/all",
          "net/host",
          "nginx/wrk",
          "vm density/hold",
          "io/all",
          "mem/all",
          "net/loopback");

  static Plan of(List<Suite> suites, List<Measured> subjects, Settings settings, long seed) {
    Random random = new Random(seed);
    List<Task> all = new ArrayList<>();
    for (int round = 0; round <= settings.repeat(); round++) {
      List<Task> tasks = new ArrayList<>();
      for (Suite suite : suites) {
        for (Measured measured : subjects) {
          if (wants(measured, suite)) {
            addGroups(tasks, suite, measured, settings, round);
          }
        }
      }
      Collections.shuffle(tasks, random);
      all.addAll(tasks);
    }
    return new Plan(List.copyOf(all));
  }

  private static boolean wants(Measured measured, Suite suite) {
    return measured.spec().suites().isEmpty() || measured.spec().suites().contains(suite.name());
  }

  /// Which tests come first when time is short. Those of virtual machines, which take seconds to
  /// boot, come last, except the two that a comparison with containers needs.
  private static int rank(Suite suite, Group group, Subject subject) {
    String test = suite.name() + "/" + group.name();
    if (!subject.virtualMachine()) {
      return place(test);
    }
    int place = place("vm " + test);
    return place < IMPORTANT.size() ? place : IMPORTANT.size() + 1 + place(test);
  }

  private static int place(String test) {
    int place = IMPORTANT.indexOf(test);
    return place < 0 ? IMPORTANT.size() : place;
  }

  private static void addGroups(
      List<Task> tasks, Suite suite, Measured measured, Settings settings, int round) {
    Subject subject = measured.subject();
    for (Group group : suite.groups(subject, settings)) {
      boolean wanted = round == 0 ? group.warmUp() : round <= settings.rounds(group, subject);
      if (wanted) {
        boolean needed = round <= settings.needed(group, subject);
        tasks.add(new Task(suite, group, subject, round, needed, rank(suite, group, subject)));
      }
    }
  }
}
