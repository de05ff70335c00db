package io.jcr.cli.container;

import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.option.TextTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr stats`: shows what containers use, updated every second.
public final class StatsCommand implements Callable<Integer> {
  private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

  /// The screen is cleared once. Each table then overwrites the previous one, and clears the rest
  /// of each line and the lines below. Clearing everything each time would flicker.
  private static final String CLEAR = "\u001b[2J";

  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K\n";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Session session;
  private final HostOptions host;
  private boolean all;
  private boolean once;
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> words = List.of();

  public StatsCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr stats`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("stats", this, "Shows what running containers use, updated every second.");
    table
        .flag("-a, --all", "Also containers that are not running.", given -> all = given)
        .flag("--no-stream", "Measure for one second, print once, and exit.", given -> once = given)
        .choice(
            "--format",
            "table|json",
            "Output format (default: table); json prints one object per container and line.",
            OutputFormat.class,
            given -> format = given);
    host.declare(table);
    return table
        .help()
        .words("[NAME...]", "The containers (default: all that are running).", it -> words = it)
        .line();
  }

  @Override
  public Integer call() throws InterruptedException {
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    List<String> names =
        words.stream().map(word -> records.require(word).state().id()).distinct().toList();
    UsageSampler sampler = new UsageSampler(records, names, all);
    boolean screen =
        !once && format == OutputFormat.TEXT && new FfmLibc().isatty(session.descriptors().out());
    long next = System.nanoTime();
    List<UsageSample> samples = sampler.sample(); // CPU % is unknown without a previous sample
    if (screen) {
      session.out().print(CLEAR);
      redraw(samples);
    }
    do {
      next += INTERVAL;
      Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      samples = sampler.sample();
      if (screen) {
        redraw(samples);
      } else {
        append(samples);
      }
    } while (!once && goesOn(names, samples));
    return 0;
  }

  /// Whether somebody still reads the output, and a named container still exists.
  private boolean goesOn(List<String> names, List<UsageSample> samples) {
    return !session.out().checkError() && (names.isEmpty() || !samples.isEmpty());
  }

  private void redraw(List<UsageSample> samples) {
    session.out().print(HOME + table(samples).replace("\n", CLEAR_LINE) + CLEAR_BELOW);
    session.out().flush();
  }

  private void append(List<UsageSample> samples) {
    if (format == OutputFormat.TEXT) {
      session.out().print(table(samples));
      session.out().flush();
    } else {
      String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
      samples.forEach(sample -> JsonOutput.line(session.out(), json -> sample.writeTo(json, time)));
    }
  }

  private static String table(List<UsageSample> samples) {
    TextTable table = UsageSample.table();
    samples.forEach(sample -> sample.addTo(table));
    return table.toString();
  }
}
