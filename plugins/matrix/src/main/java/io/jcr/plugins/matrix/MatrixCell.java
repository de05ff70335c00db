package io.jcr.plugins.matrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// One combination of backends and what its runs were like.
final class MatrixCell {
  private final Map<String, String> backends;
  private final List<Double> launches = new ArrayList<>();
  private final List<Double> teardowns = new ArrayList<>();
  private int exitStatus;
  private String message = "";

  /// A combination that has not run yet.
  ///
  /// @param backends axis to value
  MatrixCell(Map<String, String> backends) {
    this.backends = Map.copyOf(backends);
  }

  /// Adds one run.
  void add(int status, RunTrace trace) {
    exitStatus = status;
    message = trace.message();
    trace.launch().ifPresent(launches::add);
    trace.teardown().ifPresent(teardowns::add);
  }

  String backend(String axis) {
    return backends.getOrDefault(axis, "");
  }

  Map<String, String> backends() {
    return backends;
  }

  /// Of the last run.
  int exitStatus() {
    return exitStatus;
  }

  /// What jcr said in the last run; empty when nothing was wrong.
  String message() {
    return message;
  }

  OptionalDouble launch() {
    return median(launches);
  }

  OptionalDouble teardown() {
    return median(teardowns);
  }

  private static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
