package io.jcr.cli;

import io.jcr.runtime.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A [Plan] for people.
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    if (!plan.backends().isEmpty()) {
      text.append("Backends:");
      plan.backends()
          .forEach((option, name) -> text.append(" --").append(option).append('=').append(name));
      plan.ownLimits()
          .forEach(
              (name, value) -> text.append(" --limit=").append(name).append(':').append(value));
      text.append("\n\n");
    }
    Plan.@Nullable Phase phase = null;
    int number = 1;
    for (Plan.Step step : plan.steps()) {
      if (step.phase() != phase) {
        phase = step.phase();
        text.append(number == 1 ? "" : "\n").append(title(phase)).append('\n');
      }
      text.append(String.format(Locale.ROOT, "%4d  %s%n", number++, line(step)));
      for (String undo : step.undo()) {
        text.append(" ".repeat(28)).append("undo: ").append(undo).append('\n');
      }
    }
    return text.append(closing(phase)).toString();
  }

  /// One line a step, without numbers: what two plans are compared by.
  static List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    plan.steps().forEach(step -> lines.add(line(step)));
    return lines;
  }

  private static String line(Plan.Step step) {
    return String.format(Locale.ROOT, "%-20s  %s", step.backend(), step.syscall());
  }

  /// A plan for something that exists ends with the assurance that nothing has happened to it.
  private static String closing(Plan.@Nullable Phase last) {
    return switch (last) {
      case CHANGE, UNDO, REMOVE -> "\nNothing was changed.\n";
      case PREPARE, ENTER, ATTACH, INSIDE, STARTED -> "";
      case null -> "";
    };
  }

  private static String title(Plan.Phase phase) {
    return switch (phase) {
      case PREPARE -> "On the host, by jcr:";
      case ENTER -> "Into the namespaces, by jcr-init:";
      case ATTACH -> "On the host, while the container's process sets itself up:";
      case INSIDE -> "In the container's process, before the command:";
      case STARTED -> "On the host, when the command runs:";
      case CHANGE -> "On the host, by jcr:";
      case UNDO -> "On the host, by the container's supervisor, as it undoes the start:";
      case REMOVE -> "On the host, by jcr-init, at jcr's request:";
    };
  }
}
