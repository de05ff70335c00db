package io.jcr.plugins.demo.show;

import io.jcr.plugins.demo.model.Finding;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.scene.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// For humans: each scene as it is played, and a table at the end.
public final class TextReport implements Report {
  private static final int ROOM_FOR_TITLES = 72;

  private final int width;
  private final Paint paint;
  private final boolean live;
  private final Consumer<String> out;
  private final SideBySide sideBySide;

  /// @param width columns
  /// @param paint colours
  /// @param live whether a line may be overwritten, as on a terminal
  /// @param out receives the text, in pieces
  public TextReport(int width, Paint paint, boolean live, Consumer<String> out) {
    this.width = width;
    this.paint = paint;
    this.live = live;
    this.out = out;
    this.sideBySide = new SideBySide(width, paint);
  }

  private void line(String text) {
    out.accept(text + "\n");
  }

  @Override
  public void begin(Programme programme) {
    words("jcr demo: the requirements of a container runtime, shown and checked", width)
        .forEach(text -> line(paint.heading(text)));
    List<String> about = new ArrayList<>(programme.host().values());
    about.add("jcr " + programme.version());
    words(String.join(" · ", about), width).forEach(text -> line(paint.faint(text)));
    if (!programme.options().isEmpty()) {
      words("with " + programme.options(), width).forEach(this::line);
    }
    words("To type the commands yourself, as root:", width).forEach(this::line);
    line(
        "  "
            + paint.command(
                "PATH="
                    + programme.home()
                    + "/bin:$PATH:"
                    + programme.home()
                    + "/rootfs/usr/local/bin"));
    words("A shell in a container stays until you leave it: use two terminals.", width)
        .forEach(this::line);
  }

  @Override
  public void next(int number, Scene scene) {
    if (live) {
      String patience = scene.patience().isEmpty() ? "" : " (" + scene.patience() + ")";
      out.accept(paint.faint(words("… " + scene.name() + patience, width - 1).getFirst()));
    }
  }

  @Override
  public void add(Played played) {
    if (live) {
      out.accept("\r\u001b[K");
    }
    Scene scene = played.scene();
    String head = " " + played.number() + "/" + played.of() + "  " + scene.name() + " ";
    line("");
    line(
        paint.heading(head)
            + paint.faint("─".repeat(Math.max(0, width - SideBySide.columns(head)))));
    words(scene.sentence(), width).forEach(this::line);
    played.evidence().observations().forEach(this::show);
    conclude(played.verdict());
  }

  private void show(Observation seen) {
    line("");
    String way = (seen.control() ? "negative control: " : "") + seen.way();
    words(way, width).forEach(text -> line(paint.heading(text)));
    seen.commands().forEach(command -> line("$ " + paint.command(command)));
    sideBySide.draw(seen.views()).forEach(this::line);
  }

  private void conclude(Verdict verdict) {
    line("");
    if (verdict.outcome() == Verdict.Outcome.SKIPPED) {
      words("skipped: " + verdict.reason(), width).forEach(this::line);
      return;
    }
    if (verdict.outcome() == Verdict.Outcome.CANNOT_BE_SHOWN) {
      words("cannot be shown here: " + verdict.reason(), width)
          .forEach(text -> line(paint.bad(text)));
      return;
    }
    verdict.byClaim().forEach(this::conclude);
  }

  private void conclude(String claim, List<Finding> findings) {
    boolean good = findings.stream().allMatch(Finding::asExpected);
    words((good ? "✔ " : "✘ ") + claim, width)
        .forEach(text -> line(good ? paint.good(text) : paint.bad(text)));
    for (Finding finding : findings) {
      if (good && !finding.control()) {
        continue; // the claim itself says it
      }
      String says =
          finding.way()
              + (finding.holds() ? ": true" : ": false")
              + (finding.because().isEmpty() ? "" : " (" + finding.because() + ")");
      for (String text : words(says, width - 4)) {
        line("    " + (finding.asExpected() ? paint.faint(text) : paint.bad(text)));
      }
    }
  }

  @Override
  public void end(List<Played> all) {
    summarize(all);
    lastLine(all, sum(all));
  }

  @Override
  public void quit(List<Played> all, int of) {
    summarize(all);
    lastLine(all, sum(all) + "; not played: " + (of - all.size()));
  }

  private void lastLine(List<Played> all, String text) {
    boolean good = all.stream().allMatch(played -> played.verdict().passes());
    line(good ? paint.good(text) : paint.bad(text));
  }

  private void summarize(List<Played> all) {
    line("");
    line(paint.heading(" summary ") + paint.faint("─".repeat(Math.max(3, width - 9))));
    for (Played played : all) {
      String verdict =
          switch (played.verdict().outcome()) {
            case HOLDS -> paint.good("ok    ");
            case FAILS -> paint.bad("FAILS ");
            case CANNOT_BE_SHOWN -> paint.bad("cannot");
            case SKIPPED -> "skip  ";
          };
      String row =
          verdict + "  " + SideBySide.pad(played.scene().name(), 18) + seconds(played.took());
      line(width < ROOM_FOR_TITLES ? row : row + "  " + played.scene().title());
    }
    line("");
  }

  private static String sum(List<Played> all) {
    Duration took = all.stream().map(Played::took).reduce(Duration.ZERO, Duration::plus);
    return Played.sum(all) + ", " + seconds(took).strip();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%6.1f s", took.toMillis() / 1000.0);
  }

  /// The text in lines of at most this many columns, broken at blanks where possible.
  static List<String> words(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      for (String part : SideBySide.wrap(word, Math.max(1, columns))) {
        if (!line.isEmpty() && SideBySide.columns(line + " " + part) > columns) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(part);
      }
    }
    lines.add(line.toString());
    return lines;
  }
}
