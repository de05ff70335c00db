package io.jcr.runtime;

import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan.Step;
import java.util.ArrayList;
import java.util.List;

/// A growing list of operations, each with the name of the part that requested it.
final class Steps {
  private static final String JCR = "jcr";

  private final List<Step> steps = new ArrayList<>();

  /// Adds what every container gets.
  void add(InitOp op) {
    steps.add(new Step(JCR, op));
  }

  /// Adds what a backend has prepared.
  ///
  /// @param label the backend's name
  void add(String label, List<InitOp> ops) {
    for (InitOp op : ops) {
      steps.add(new Step(label, op));
    }
  }

  /// Adds an operation in front of the last one.
  void addBeforeLast(InitOp op) {
    steps.add(steps.size() - 1, new Step(JCR, op));
  }

  /// The operations so far, in order.
  List<Step> list() {
    return List.copyOf(steps);
  }
}
