package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.runtime.Restart;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.LifePolicy;
import io.jcr.state.RestartPolicy;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr logs`: prints the output of a detached container, its standard error to standard error.
public final class LogsCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private boolean follow;
  private boolean timestamps;
  private @Nullable String since;
  private @Nullable String until;
  private @Nullable String tail;
  private List<String> names = List.of();

  public LogsCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr logs`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable("logs", this, "Prints the output of a background container.");
    table
        .flag(
            "-f, --follow",
            "Follow the output until the container ends and is not restarted.",
            given -> follow = given)
        .flag("-t, --timestamps", "Print the time of each line.", given -> timestamps = given)
        .value(
            "--since",
            "TIME",
            "Only print output after TIME: 2026-11-28T17:00:00Z, or 10m for ten minutes ago.",
            given -> since = given)
        .value("--until", "TIME", "Only print output before TIME.", given -> until = given)
        .value(
            "-n, --tail",
            "LINES",
            "Only print the last lines (default: all).",
            given -> tail = given);
    host.declare(table);
    return table.help().words("NAME", "The container.", words -> names = words).line();
  }

  @Override
  public Integer call() {
    if (names.size() != 1) {
      throw new UsageException("logs: expected the name of one container, not " + names.size());
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    ContainerState state = records.require(names.getFirst()).state();
    Path log = records.log(state);
    if (!Files.exists(log)) {
      throw new UsageException(
          "container '"
              + state.id()
              + "' has no log: only one that was started in the background (run -d, start) has");
    }
    try (LogFiles files = new LogFiles(log)) {
      print(files, () -> hasEnded(state, records) || session.out().checkError());
    }
    return 0;
  }

  /// Whether it has ended, and nobody is about to start it again.
  private static boolean hasEnded(ContainerState state, ContainerRecords records) {
    if (runs(state)) {
      return false;
    }
    Optional<ContainerRecord> now = records.find(state.id());
    Optional<String> config = now.flatMap(ContainerRecord::config);
    if (config.isEmpty()) {
      return true; // it has been removed
    }
    RestartPolicy policy = LifePolicy.of(Bundle.ofText(state.bundle(), config.get())).restart();
    ContainerState last = now.get().state();
    // the second look: a restart changes the journal first, then the supervisor
    return !new Restart(records, last, policy).isComing()
        && !runs(state)
        && records.again(state).flatMap(records::supervisor).equals(records.supervisor(last));
  }

  private static boolean runs(ContainerState state) {
    return Files.exists(state.bundle().resolve("undo"));
  }

  private void print(LogFiles files, BooleanSupplier ended) {
    Instant now = Instant.now();
    Instant from = since == null ? Instant.MIN : moment("--since", since, now);
    Instant to = until == null ? Instant.MAX : moment("--until", until, now);
    Consumer<LogRecord> printed =
        record -> {
          if (!record.time().isBefore(from) && !record.time().isAfter(to)) {
            print(record);
          }
        };
    if (tail == null || tail.equals("all")) {
      files.read(line -> LogRecord.parse(line).ifPresent(printed));
    } else {
      LastLines last = new LastLines(lines(tail));
      files.read(line -> LogRecord.parse(line).ifPresent(last::add));
      last.forEach(printed);
    }
    if (follow) {
      files.follow(line -> LogRecord.parse(line).ifPresent(printed), ended);
    }
  }

  private void print(LogRecord record) {
    PrintStream out = record.error() ? session.err() : session.out();
    String text = timestamps ? record.time() + " " + record.text() : record.text();
    // as read by LogFiles: one character is one byte of the program's output
    byte[] bytes = (record.whole() ? text + "\n" : text).getBytes(StandardCharsets.ISO_8859_1);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  private static int lines(String text) {
    try {
      int lines = Integer.parseInt(text);
      if (lines >= 0) {
        return lines;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--tail=" + text + ": expected a number of lines, or all");
  }

  /// A time in docker's formats: RFC 3339, seconds since 1970, or how long ago (`10m`, `1h30m`).
  static Instant moment(String option, String text, Instant now) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      // one of the other formats
    }
    try {
      return text.chars().allMatch(Character::isDigit)
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : now.minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new UsageException(
          option
              + "="
              + text
              + ": expected a time such as 2026-11-28T17:00:00Z, seconds since 1970, or 10m for ten minutes ago");
    }
  }
}
