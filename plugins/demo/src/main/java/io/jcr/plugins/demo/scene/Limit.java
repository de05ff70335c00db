package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Observation;
import java.util.List;
import java.util.OptionalDouble;

/// The limits that are shown, each with a program that wants more.
///
/// @param scene its name
/// @param title a few words
/// @param sentence what is shown
/// @param option of `jcr run`
/// @param program that wants more; bounded, so that it also ends without the limit
/// @param controller the cgroup controller
/// @param v1 its files with the limit and the result, in a v1 hierarchy
/// @param v2 the same in the unified hierarchy
/// @param claims what must be true
/// @param picture what is drawn
record Limit(
    String scene,
    String title,
    String sentence,
    String option,
    String program,
    String controller,
    Files v1,
    Files v2,
    List<Claim> claims,
    Picture picture) {
  /// Files of a cgroup.
  ///
  /// @param limit hold the limit
  /// @param result holds the outcome
  record Files(List<String> limit, String result) {}

  private static final String MEMORY_BYTES = Long.toString(100L << 20);

  static final Limit MEMORY =
      new Limit(
          "memory",
          "a memory limit that holds",
          "The kernel kills a program that wants 200 MiB at the container's limit of 100 MiB;"
              + " without the limit it gets all of it.",
          "--limit=memory:100M",
          "memhog 200M --step 20M",
          "memory",
          new Files(List.of("memory.limit_in_bytes"), "memory.max_usage_in_bytes"),
          new Files(List.of("memory.max"), "memory.events"),
          List.of(
              Claim.deciding(
                  "the program is killed (128 + SIGKILL) before it has all its memory",
                  seen ->
                      seen.fact("exit status").equals("137")
                          && !seen.fact("says").contains("reached"),
                  "exit status",
                  "MiB"),
              Claim.deciding(
                  "it never gets more than the limit",
                  seen -> reached(seen).orElse(Double.MAX_VALUE) <= 100,
                  "MiB"),
              Claim.deciding(
                  "the limit stands in the container's cgroup on the host",
                  seen -> seen.fact("limit").strip().equals(MEMORY_BYTES),
                  "limit")),
          new Picture.Gauge("MiB", "MiB", 100));

  static final Limit CPU =
      new Limit(
          "cpu",
          "a CPU limit that holds",
          "Two busy threads together get a tenth of a CPU, because the kernel stops them when"
              + " the container's quota is used up.",
          "--limit=cpu:0.1",
          "cpuhog --seconds 1 --threads 2",
          "cpu",
          new Files(List.of("cpu.cfs_quota_us", "cpu.cfs_period_us"), "cpu.stat"),
          new Files(List.of("cpu.max"), "cpu.stat"),
          List.of(
              Claim.deciding(
                  "the quota in the container's cgroup is a tenth of the period",
                  Limit::isATenth,
                  "limit"),
              Claim.deciding(
                  "the kernel stopped the threads because of it", // a slow machine alone does not
                  // do that
                  seen -> seen.number("times stopped").orElse(0) > 0,
                  "times stopped"),
              Claim.also(
                  "their share of a CPU is about that",
                  seen -> share(seen).orElse(Double.MAX_VALUE) <= 0.2,
                  "CPUs")),
          new Picture.Gauge("CPUs", "CPUs", 0.1));

  static final Limit PIDS =
      new Limit(
          "pids",
          "a fork bomb that fizzles out",
          "A program that keeps forking stops at the container's limit of 32 processes; without"
              + " the limit it gets all 200 that it tries.",
          "--limit=pids:32",
          "forkbomb --max 200",
          "pids",
          new Files(List.of("pids.max"), "pids.events"),
          new Files(List.of("pids.max"), "pids.events"),
          List.of(
              Claim.deciding(
                  "fork(2) fails with EAGAIN",
                  seen -> seen.fact("says").contains("stopped by EAGAIN"),
                  "processes"),
              Claim.deciding(
                  "there are never more than 32 processes",
                  seen -> {
                    long count = seen.number("processes").orElse(Long.MAX_VALUE);
                    return count > 0 && count <= 32;
                  },
                  "processes"),
              Claim.deciding(
                  "the limit stands in the container's cgroup on the host",
                  seen -> seen.fact("limit").strip().equals("32"),
                  "limit")),
          new Picture.Gauge("processes", "processes", 32));

  private static OptionalDouble reached(Observation seen) {
    return decimal(seen.fact("MiB"));
  }

  private static OptionalDouble share(Observation seen) {
    return decimal(seen.fact("CPUs"));
  }

  private static OptionalDouble decimal(String text) {
    return text.matches("\\d+(\\.\\d+)?")
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  /// v1 has quota and period in separate files, v2 has both on one line.
  private static boolean isATenth(Observation seen) {
    String[] words = seen.fact("limit").strip().split("\\s+", -1);
    return words.length == 2
        && words[0].matches("\\d{1,12}")
        && words[1].matches("\\d{1,12}")
        && Long.parseLong(words[0]) * 10 == Long.parseLong(words[1]);
  }
}
