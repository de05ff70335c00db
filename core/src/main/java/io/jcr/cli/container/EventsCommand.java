package io.jcr.cli.container;

import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecords;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr events`: prints past and new events of containers.
public final class EventsCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private boolean follow;
  private @Nullable String since;
  private @Nullable String until;
  private List<String> filters = new ArrayList<>();
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> words = List.of();

  public EventsCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr events`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("events", this, "Prints what has happened to containers, a line each.");
    table
        .flag(
            "-f, --follow",
            "Print events as they happen, until Ctrl-C; past ones only with --since.",
            given -> follow = given)
        .value(
            "--since",
            "TIME",
            "Only events after TIME: 2026-11-28T17:00:00Z, or 10m for ten minutes ago.",
            given -> since = given)
        .value(
            "--until",
            "TIME",
            "Only events before TIME; with --follow, end then.",
            given -> until = given)
        .values(
            "--filter",
            "KEY=VALUE",
            "Only events with container=NAME|ID, event=ACTION, label=KEY[=VALUE] or type=container; repeatable.",
            given -> filters = given)
        .choice(
            "--format",
            "text|json",
            "Output format (default: text); json is one object per line.",
            OutputFormat.class,
            given -> format = given);
    host.declare(table);
    return table
        .example("Follow what ends, and how:", "jcr events -f --filter=event=die")
        .help()
        .words("", "", given -> words = given)
        .line();
  }

  @Override
  public Integer call() {
    if (!words.isEmpty()) {
      throw new UsageException("events takes no names: use --filter=container=" + words.getFirst());
    }
    StateRoot root = host.stateRoot();
    Instant now = Instant.now();
    Instant from = since == null ? (follow ? now : Instant.MIN) : moment("--since", since, now);
    Instant to = until == null ? Instant.MAX : moment("--until", until, now);
    Predicate<EventRecord> wanted =
        EventFilter.of(filters, new ContainerRecords(root, new LinuxHostFacts()));
    Consumer<String> lines =
        line ->
            EventRecord.parse(line)
                .filter(one -> !one.time().isBefore(from) && !one.time().isAfter(to))
                .filter(wanted)
                .ifPresent(this::print);
    try (LogFiles files = new LogFiles(root.events())) {
      if (follow) {
        makeDirectory(root);
        files.follow(lines, session.out()::checkError, to);
      } else {
        files.read(lines);
      }
    }
    return 0;
  }

  private static Instant moment(String option, String text, Instant now) {
    return LogsCommand.moment(option, text, now);
  }

  /// Only an existing directory can be watched.
  private static void makeDirectory(StateRoot root) {
    try {
      Files.createDirectories(root.events().resolveSibling("containers"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(EventRecord event) {
    session.out().println(format == OutputFormat.JSON ? event.json() : event.text());
    session.out().flush();
  }
}
