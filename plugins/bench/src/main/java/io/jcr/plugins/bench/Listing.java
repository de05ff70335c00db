package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.Commands;
import io.jcr.plugins.bench.subject.SubjectSpec;
import io.jcr.plugins.bench.subject.Workplace;
import io.jcr.plugins.bench.suite.Suite;
import java.nio.file.Path;
import java.util.Map;

/// `jcr bench --list`. Whether a subject really runs here is only found out when it is measured.
final class Listing {
  private static final Map<String, String> PROGRAMS =
      Map.of("vm", "qemu-system-x86_64", "lxc", "lxc-execute");

  private Listing() {}

  static String text() {
    StringBuilder text = new StringBuilder("Suites:\n");
    for (Suite suite : Suite.all(Path.of("/"), Workplace.CACHE)) {
      text.append(String.format("  %-9s %s%n", suite.name(), suite.description()));
    }
    text.append("Subjects measured by default:\n");
    for (SubjectSpec spec : SubjectSpec.defaults()) {
      String missing = isInstalled(spec) ? "" : "not installed: " + program(spec);
      String suites =
          spec.suites().isEmpty()
              ? "all"
              : String.join(" ", spec.suites().stream().sorted().toList());
      text.append(
          String.format("  %-15s %-30s %s%n", spec.text(), suites, missing).stripTrailing());
      text.append('\n');
    }
    text.append("With --quick: ");
    text.append(String.join(" ", QuickLook.subjects().stream().map(SubjectSpec::text).toList()));
    return text.append('\n').toString();
  }

  private static String program(SubjectSpec spec) {
    return PROGRAMS.getOrDefault(spec.name(), spec.name());
  }

  /// Whether the third-party program that it needs is in PATH.
  static boolean isInstalled(SubjectSpec spec) {
    boolean foreign = spec.peer() || spec.name().equals("vm");
    return !foreign || Commands.find(program(spec)).isPresent();
  }
}
