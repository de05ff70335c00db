package io.jcr.plugins.bench.suite;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.jcr.plugins.bench.subject.Subject;
import java.time.Duration;
import java.util.List;

/// How much is measured.
///
/// @param repeat rounds
/// @param cold how many of them also begin with empty caches
/// @param parallel how many instances at once, each a test of its own
/// @param crowds how many rounds also start instances in parallel
/// @param workloads most rounds of suites that run a workload
/// @param machines most rounds of a virtual machine; 0: as many as the others have
/// @param seconds how long a workload runs
/// @param instances most instances alive at once for density
/// @param memoryFloor density ends when less memory than this is available, in bytes
/// @param limitSeconds of the whole bench; 0 for none
@JsonFormat(shape = JsonFormat.Shape.OBJECT)
public record Settings(
    int repeat,
    int cold,
    List<Integer> parallel,
    int crowds,
    int workloads,
    int machines,
    double seconds,
    int instances,
    long memoryFloor,
    long limitSeconds) {
  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_DENSITY = 10;

  /// Copies the list.
  public Settings {
    parallel = List.copyOf(parallel);
  }

  /// Everything, so that intervals are narrow: an hour or more.
  public static Settings full() {
    return new Settings(30, 5, List.of(10, 50, 100), 5, 15, 0, 1, 100, 1024 * MEBIBYTE, 0);
  }

  /// A look at everything in under three minutes on two processors: enough rounds for a verdict,
  /// but of a virtual machine, which takes seconds to boot and is far from all others.
  public static Settings quick() {
    return new Settings(6, 1, List.of(10), 1, 6, 1, 0.1, 5, 1024 * MEBIBYTE, 170);
  }

  /// In how many rounds a group of a subject's is measured.
  public int rounds(Group group, Subject subject) {
    return machines > 0 && subject.virtualMachine()
        ? Math.min(machines, group.rounds())
        : group.rounds();
  }

  /// Whether there is a round of warm-up: a quick look has none, as the checks before have started
  /// each subject twice.
  boolean warmUp() {
    return seconds >= 1;
  }

  /// How long density may start instances of one subject: a sixteenth of the whole at most.
  Duration density() {
    return limitSeconds == 0
        ? Duration.ofMinutes(10)
        : Duration.ofSeconds(Math.max(LEAST_DENSITY, limitSeconds / 16));
  }

  /// The same with another number of rounds.
  public Settings repeating(int rounds) {
    return new Settings(
        rounds,
        Math.min(cold, rounds),
        parallel,
        Math.min(crowds, rounds),
        Math.min(workloads, rounds),
        machines,
        seconds,
        instances,
        memoryFloor,
        limitSeconds);
  }

  /// The same with another limit.
  public Settings limitedTo(long newLimitSeconds) {
    return new Settings(
        repeat,
        cold,
        parallel,
        crowds,
        workloads,
        machines,
        seconds,
        instances,
        memoryFloor,
        newLimitSeconds);
  }

  /// The same with another density.
  public Settings holding(int most, long floor) {
    return new Settings(
        repeat, cold, parallel, crowds, workloads, machines, seconds, most, floor, limitSeconds);
  }
}
