package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Finding;
import io.jcr.plugins.demo.model.Line;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.model.View;
import java.util.List;

/// A scene on the page.
final class SceneSection {
  private SceneSection() {}

  static void append(StringBuilder page, Played played) {
    page.append("<section id=\"").append(Markup.escape(played.scene().name())).append("\">\n");
    page.append("<div class=\"head\"><h2>").append(played.number()).append(". ");
    page.append(Markup.escape(played.scene().title())).append("</h2><span class=\"name\">");
    page.append(Markup.escape(played.scene().name())).append("</span>");
    page.append(badge(played.verdict())).append("</div>\n<p>");
    page.append(Markup.escape(played.scene().sentence())).append("</p>\n");
    List<Observation> all = played.evidence().observations();
    if (!all.isEmpty()) {
      page.append(Figures.draw(played.scene().picture(), played.evidence()));
    }
    all.forEach(seen -> append(page, seen));
    append(page, played.verdict());
    page.append("</section>\n");
  }

  /// The verdict in one word.
  static String badge(Verdict verdict) {
    return switch (verdict.outcome()) {
      case HOLDS -> "<span class=\"ok\">✔ holds</span>";
      case FAILS -> "<span class=\"no\">✘ fails</span>";
      case CANNOT_BE_SHOWN -> "<span class=\"no\">cannot be shown</span>";
      case SKIPPED -> "<span>skipped</span>";
    };
  }

  private static void append(StringBuilder page, Observation seen) {
    page.append(seen.control() ? "<div class=\"control\">\n<h3>Negative control: " : "<div>\n<h3>");
    page.append(Markup.escape(seen.way())).append("</h3>\n");
    for (String command : seen.commands()) {
      page.append("<pre class=\"command\">").append(Markup.escape(command)).append("</pre>\n");
    }
    page.append("<div class=\"views\">\n");
    seen.views().forEach(view -> append(page, view));
    page.append("</div></div>\n");
  }

  private static void append(StringBuilder page, View view) {
    page.append("<div class=\"view\"><h4>").append(Markup.escape(view.title()));
    page.append("</h4><pre>");
    for (Line line : view.lines()) {
      switch (line.kind()) {
        case TYPED ->
            page.append("<span class=\"typed\">")
                .append(Markup.escape(view.prompt() + " " + line.text()))
                .append("</span>\n");
        case SAID -> page.append(Markup.escape(line.text())).append('\n');
      }
    }
    page.append("</pre></div>\n");
  }

  private static void append(StringBuilder page, Verdict verdict) {
    if (verdict.outcome() == Verdict.Outcome.SKIPPED) {
      page.append("<p>Skipped: ").append(Markup.escape(verdict.reason())).append("</p>\n");
      return;
    }
    if (verdict.outcome() == Verdict.Outcome.CANNOT_BE_SHOWN) {
      page.append("<p class=\"no\">Cannot be shown here: ");
      page.append(Markup.escape(verdict.reason())).append("</p>\n");
      return;
    }
    page.append("<ul class=\"claims\">\n");
    verdict.byClaim().forEach((claim, findings) -> append(page, claim, findings));
    page.append("</ul>\n");
  }

  private static void append(StringBuilder page, String claim, List<Finding> findings) {
    boolean good = findings.stream().allMatch(Finding::asExpected);
    page.append("<li><span class=\"sign ").append(good ? "ok\">✔" : "no\">✘").append("</span>");
    page.append(Markup.escape(claim));
    for (Finding finding : findings) {
      page.append(finding.asExpected() ? "<small>" : "<small class=\"no\">");
      page.append(Markup.escape(finding.way()));
      page.append(finding.holds() ? ": true" : ": false");
      if (!finding.because().isEmpty()) {
        page.append(" (").append(Markup.escape(Markup.cut(finding.because(), 200))).append(')');
      }
      page.append("</small>");
    }
    page.append("</li>\n");
  }
}
