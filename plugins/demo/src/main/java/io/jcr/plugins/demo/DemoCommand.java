package io.jcr.plugins.demo;

import io.jcr.plugins.demo.html.Page;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.scene.Scene;
import io.jcr.plugins.demo.show.JsonReport;
import io.jcr.plugins.demo.show.Paint;
import io.jcr.plugins.demo.show.Recording;
import io.jcr.plugins.demo.show.Report;
import io.jcr.plugins.demo.show.TapReport;
import io.jcr.plugins.demo.show.TextReport;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// `jcr demo`.
public final class DemoCommand implements CommandProvider {
  private static final int USAGE = 2;
  private static final int FAILED = 1;

  /// The exit status of a program that ignores it: 128 + SIGPIPE.
  private static final int SIGPIPE = 141;

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String summary() {
    return "Shows every requirement of a container runtime, with evidence";
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr)
      throws IOException, InterruptedException {
    DemoOptions options = new DemoOptions();
    CommandLine line = new CommandLine(options);
    try {
      if (line.parseArgs(arguments.toArray(String[]::new)).isUsageHelpRequested()) {
        line.usage(System.out);
        return 0;
      }
    } catch (ParameterException e) {
      System.err.println("jcr: demo: " + e.getMessage());
      System.err.println("See 'jcr demo --help'.");
      return USAGE;
    }
    List<Scene> scenes = options.scenes();
    if (options.list()) {
      scenes.forEach(
          scene -> System.out.printf(Locale.ROOT, "%-18s %s%n", scene.name(), scene.title()));
      return 0;
    }
    return play(options, scenes, jcr);
  }

  private static int play(DemoOptions options, List<Scene> scenes, CommandContext jcr)
      throws IOException, InterruptedException {
    Between between = new Between(options.pause(), options.paged(Screen.canAsk(jcr)));
    options.backends(); // fails before anything is done
    options.requireWritableFiles();
    Screen screen = Screen.of(jcr);
    Demo demo = new Demo(jcr, options.backends(), reports(options, screen));
    List<Played> all = demo.play(scenes, played -> between.pass(screen, played));
    if (screen.isClosed()) {
      return SIGPIPE;
    }
    if (all.size() < scenes.size() && options.writesFiles()) {
      System.err.printf(
          Locale.ROOT,
          "jcr: demo: quit after %d of %d scenes: --html and --record wrote nothing%n",
          all.size(),
          scenes.size());
    }
    return all.stream().allMatch(played -> played.verdict().passes()) ? 0 : FAILED;
  }

  private static List<Report> reports(DemoOptions options, Screen screen) {
    List<Report> reports = new ArrayList<>();
    reports.add(
        switch (options.format()) {
          case text ->
              new TextReport(screen.width(), paint(screen), screen.steers(), screen::print);
          case tap -> new TapReport(screen::print);
          case json -> new JsonReport(screen::print);
        });
    if (options.record() != null) {
      reports.add(new Recording(options.record(), System::nanoTime));
    }
    if (options.html() != null) {
      reports.add(new Page(options.html()));
    }
    return reports;
  }

  /// See <https://no-color.org>.
  private static Paint paint(Screen screen) {
    return new Paint(screen.steers() && System.getenv().getOrDefault("NO_COLOR", "").isEmpty());
  }
}
