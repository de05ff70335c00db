package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The notes of the density rounds, one sentence per reason instead of one per round.
final class DensityNotes {
  private static final int SHOWN = 6;

  private final Results results;
  private final Map<String, String> labels;

  /// @param labels of the subjects
  DensityNotes(Results results, Map<String, String> labels) {
    this.results = results;
    this.labels = labels;
  }

  /// Why there were not more instances, and where the memory that they took is unknown.
  List<String> sentences() {
    List<String> sentences = new ArrayList<>(ends());
    sentences.addAll(unknownMemory());
    return sentences;
  }

  /// For each reason, which subjects ended because of it, and with how many instances.
  private List<String> ends() {
    Map<String, Map<String, Set<Long>>> byReason = new LinkedHashMap<>();
    for (Sample sample : results.notes()) {
      String reason = sample.suite() + ": " + sample.note();
      long alive = Math.round(sample.values().getOrDefault(Metric.ALIVE.key(), 0.0));
      byReason
          .computeIfAbsent(reason, key -> new LinkedHashMap<>())
          .computeIfAbsent(label(sample.subject()), key -> new TreeSet<>())
          .add(alive);
    }
    List<String> sentences = new ArrayList<>();
    byReason.forEach((reason, subjects) -> {
      if (sentences.size() < SHOWN) {
        sentences.add(reason + ": instances alive at once: " + counts(subjects) + ".");
      }
    });
    int left = byReason.size() - sentences.size();
    if (left > 0) {
      sentences.add("density ended for " + left + " more reasons; see `samples.jsonl`.");
    }
    return sentences;
  }

  private static String counts(Map<String, Set<Long>> subjects) {
    List<String> parts = new ArrayList<>();
    subjects.forEach((name, counts) -> {
      List<Long> sorted = List.copyOf(counts);
      long least = sorted.getFirst();
      long most = sorted.getLast();
      parts.add(name + " " + (least == most ? "" + least : least + " to " + most));
    });
    return String.join(", ", parts);
  }

  /// Rounds in which the machine's own drift exceeded what all instances took.
  private List<String> unknownMemory() {
    Set<String> subjects = new LinkedHashSet<>();
    int rounds = 0;
    int unknown = 0;
    double most = 0;
    for (Sample sample : results.notes()) {
      Double drift = sample.values().get(Metric.DRIFT.key());
      if (drift != null) {
        rounds++;
        if (!sample.values().containsKey(Metric.TAKEN.key())) {
          unknown++;
          most = Math.max(most, drift);
          subjects.add(label(sample.subject()));
        }
      }
    }
    if (unknown == 0) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "density: in %d of %d rounds the memory taken from the machine is unknown, because"
                + " available memory drifted by more than the instances took (by up to %s MiB):"
                + " %s. PSS and the cgroup's count are not affected.",
            unknown,
            rounds,
            Metric.DRIFT.show(most),
            String.join(", ", subjects)));
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }
}
