package io.jcr.verify;

import io.jcr.plugin.JarFindings;
import io.jcr.plugin.JarFindings.About;
import io.jcr.plugin.JarFindings.Finding;
import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.Check.Outcome;
import io.jcr.spi.SpiVersion;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What jcr finds in a jar when it first sees it, as checks.
final class JarChecks {
  static final String GROUP = "the jar";

  private JarChecks() {}

  /// Tells them all.
  ///
  /// @return whether jcr would go on and load its classes
  static boolean pass(JarFindings found, Consumer<Check> told) {
    boolean passed = true;
    for (About about : About.values()) {
      List<Finding> findings = found.findings().stream().filter(f -> f.about() == about).toList();
      String problems = clauses(findings, true);
      String notes = clauses(findings, false);
      if (problems.isEmpty() && !notes.isEmpty()) {
        told.accept(new Check(GROUP, name(about), Outcome.NOTE, notes));
      } else {
        told.accept(Check.of(GROUP, name(about), problems));
      }
      passed &= problems.isEmpty();
    }
    return passed;
  }

  private static String clauses(List<Finding> findings, boolean problems) {
    return findings.stream()
        .filter(finding -> finding.problem() == problems)
        .map(Finding::text)
        .collect(Collectors.joining("; "));
  }

  private static String name(About about) {
    return switch (about) {
      case MANIFEST -> "its manifest says what it is";
      case SPI_VERSION -> "it goes with SPI " + SpiVersion.CURRENT;
      case DEPENDENCIES -> "it depends on no other plugin";
      case SERVICES -> "its services files name its classes";
      case JAVA -> "its classes are for this version of Java";
      case LINKAGE -> "what it uses of jcr exists";
      case COPIES -> "it brings no copy of jcr's classes";
    };
  }
}
