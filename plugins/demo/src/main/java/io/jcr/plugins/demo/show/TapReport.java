package io.jcr.plugins.demo.show;

import io.jcr.plugins.demo.model.Finding;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.model.Verdict;
import java.util.List;
import java.util.function.Consumer;

/// The Test Anything Protocol, version 14: one test per scene, with its findings as a subtest.
///
/// See <https://testanything.org/tap-version-14-specification.html>.
public final class TapReport implements Report {
  private final Consumer<String> out;

  /// @param out receives the text, in pieces
  public TapReport(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void begin(Programme programme) {
    line("TAP version 14");
    line("1.." + programme.scenes());
  }

  @Override
  public void add(Played played) {
    String name = played.number() + " - " + plain(played.scene().name());
    Verdict verdict = played.verdict();
    if (verdict.outcome() == Verdict.Outcome.SKIPPED) {
      line("ok " + name + " # SKIP " + plain(verdict.reason()));
      return;
    }
    if (verdict.outcome() == Verdict.Outcome.CANNOT_BE_SHOWN) {
      line("not ok " + name);
      line("  ---");
      line("  message: \"cannot be shown here: " + quoted(verdict.reason()) + "\"");
      line("  ...");
      return;
    }
    line("# Subtest: " + plain(played.scene().name()));
    line("    1.." + verdict.findings().size());
    int number = 1;
    for (Finding finding : verdict.findings()) {
      String expected = finding.control() ? "must be false: " : "";
      line(
          "    "
              + (finding.asExpected() ? "ok " : "not ok ")
              + number++
              + " - "
              + plain(finding.way() + ": " + expected + finding.claim()));
      if (!finding.asExpected()) {
        line("      ---");
        line("      message: \"" + quoted(finding.because()) + "\"");
        line("      ...");
      }
    }
    line((verdict.holds() ? "ok " : "not ok ") + name);
  }

  @Override
  public void end(List<Played> all) {}

  @Override
  public void quit(List<Played> all, int of) {
    line("Bail out! quit after " + all.size() + " of " + of + " scenes");
  }

  private void line(String text) {
    out.accept(text + "\n");
  }

  /// A description must not look like a directive.
  private static String plain(String text) {
    return text.replace("\\", "\\\\").replace("#", "\\#").replaceAll("\\p{Cntrl}", " ");
  }

  /// The inside of a double-quoted YAML scalar.
  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
  }
}
