package io.jcr.runtime;

import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.spi.Backend;
import java.util.ArrayList;
import java.util.List;

/// A list of operations as it grows, each in the name of who asked for it.
final class Steps {
  private static final String JCR = "jcr";

  private final List<Step> steps = new ArrayList<>();

  /// Adds what every container gets.
  void add(InitOp op) {
    steps.add(new Step(JCR, op));
  }

  /// Adds what `backend` has prepared.
  void add(Backend backend, List<InitOp> ops) {
    String label = Backends.label(backend);
    for (InitOp op : ops) {
      steps.add(new Step(label, op));
    }
  }

  /// Adds an operation in front of the last one.
  void addBeforeLast(InitOp op) {
    steps.add(steps.size() - 1, new Step(JCR, op));
  }

  /// What was added so far, in order.
  List<Step> list() {
    return List.copyOf(steps);
  }
}
