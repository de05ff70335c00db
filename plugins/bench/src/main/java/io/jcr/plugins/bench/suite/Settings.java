package io.jcr.plugins.bench.suite;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.jcr.plugins.bench.subject.Subject;
import java.time.Duration;
import java.util.List;

/// How much is measured.
///
/// @param repeat maximum rounds
/// @param cold how many of them are also measured with empty caches
/// @param parallel how many instances at once, each a separate test
/// @param crowds how many rounds also start instances in parallel
/// @param workloads maximum rounds of suites that run a workload
/// @param densities maximum rounds of density
/// @param machines maximum rounds of a virtual machine; 0: as many as the others have
/// @param least rounds that come before others when time is short: one more for bare, two for a
///   virtual machine; 0: none do
/// @param seconds how long a workload runs
/// @param instances maximum instances alive at once for density
/// @param memoryFloor density ends when less memory than this is available, in bytes
/// @param limitSeconds for the whole bench; 0 for none
@JsonFormat(shape = JsonFormat.Shape.OBJECT)
public record Settings(
    int repeat,
    int cold,
    List<Integer> parallel,
    int crowds,
    int workloads,
    int densities,
    int machines,
    int least,
    double seconds,
    int instances,
    long memoryFloor,
    long limitSeconds) {
  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_DENSITY = 10;
  private static final int LEAST_OF_MACHINES = 2;
  private static final int MACHINES_AT_ONCE = 2;

  /// Copies the list. Files from before `densities` existed have one.
  public Settings {
    parallel = List.copyOf(parallel);
    densities = Math.max(1, densities);
  }

  /// Everything, with narrow intervals: an hour or more.
  public static Settings full() {
    return new Settings(30, 5, List.of(10, 50, 100), 5, 15, 3, 0, 4, 1, 100, 1024 * MEBIBYTE, 0);
  }

  /// A look at everything in under three minutes on two processors, with as many rounds as there is
  /// time for. Three rounds of a container, two of a virtual machine (which takes seconds to boot)
  /// and four of bare's two subjects come first: the fewest that the rank test can decide with.
  public static Settings quick() {
    return new Settings(12, 4, List.of(10), 4, 12, 4, 4, 3, 0.1, 5, 1024 * MEBIBYTE, 170);
  }

  /// How many rounds a group of a subject gets, if there is time.
  public int rounds(Group group, Subject subject) {
    return machines > 0 && subject.virtualMachine()
        ? Math.min(machines, group.rounds())
        : group.rounds();
  }

  /// How many of them come before others when time is short.
  public int needed(Group group, Subject subject) {
    int wanted =
        subject.virtualMachine()
            ? Math.min(LEAST_OF_MACHINES, least)
            : subject.id().startsWith("bare") && least > 0 ? least + 1 : least;
    return Math.min(wanted, rounds(group, subject));
  }

  /// Whether a virtual machine gets only a brief look.
  boolean isBrief(Subject subject) {
    return machines > 0 && subject.virtualMachine();
  }

  /// The maximum number of instances of a subject alive at once.
  int instances(Subject subject) {
    return isBrief(subject) ? Math.min(MACHINES_AT_ONCE, instances) : instances;
  }

  /// Whether there is a warm-up round. A quick look has none, because the preceding checks have
  /// started each subject twice.
  boolean warmUp() {
    return seconds >= 1;
  }

  /// How long density may start instances of one subject: at most a sixteenth of the whole.
  Duration density() {
    return limitSeconds == 0
        ? Duration.ofMinutes(10)
        : Duration.ofSeconds(Math.max(LEAST_DENSITY, limitSeconds / 16));
  }

  /// As this, with another number of rounds.
  public Settings repeating(int rounds) {
    return new Settings(
        rounds,
        Math.min(cold, rounds),
        parallel,
        Math.min(crowds, rounds),
        Math.min(workloads, rounds),
        Math.min(densities, rounds),
        machines,
        least,
        seconds,
        instances,
        memoryFloor,
        limitSeconds);
  }

  /// As this, with another limit.
  public Settings limitedTo(long newLimitSeconds) {
    return new Settings(
        repeat,
        cold,
        parallel,
        crowds,
        workloads,
        densities,
        machines,
        least,
        seconds,
        instances,
        memoryFloor,
        newLimitSeconds);
  }

  /// As this, with another density.
  public Settings holding(int most, long floor) {
    return new Settings(
        repeat,
        cold,
        parallel,
        crowds,
        workloads,
        densities,
        machines,
        least,
        seconds,
        most,
        floor,
        limitSeconds);
  }
}
