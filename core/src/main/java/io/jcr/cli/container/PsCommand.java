package io.jcr.cli.container;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.JcrException;
import io.jcr.api.PublishedPort;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.option.TextTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.LifeOptions;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.runtime.ContainerRecord;
import io.jcr.runtime.ContainerRecords;
import io.jcr.runtime.ExitRecord;
import io.jcr.runtime.Freezer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr ps`: lists containers, the newest first.
public final class PsCommand implements Callable<Integer> {
  private static final int COMMAND_WIDTH = 24;

  private final Session session;
  private final HostOptions host;
  private boolean all;
  private boolean quiet;
  private boolean latest;
  private boolean noTrunc;
  private List<String> filters = new ArrayList<>();
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> words = List.of();

  public PsCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr ps`.
  public CommandLine line() {
    OptionTable table = new OptionTable("ps", this, "Lists running containers.");
    table
        .flag("-a, --all", "Also list containers that are not running.", given -> all = given)
        .flag("-q, --quiet", "Only print names.", given -> quiet = given)
        .flag(
            "-l, --latest",
            "Only list the one created last, running or not.",
            given -> latest = given)
        .flag("--no-trunc", "Don't shorten commands.", given -> noTrunc = given)
        .values(
            "-f, --filter",
            "KEY=VALUE",
            "Only list containers with status=…, name=…, label=KEY[=VALUE] or exited=STATUS; repeatable.",
            given -> filters = given)
        .choice(
            "--format",
            "table|json",
            "Output format (default: table).",
            OutputFormat.class,
            given -> format = given);
    host.declare(table);
    return table.help().words("", "", given -> words = given).line();
  }

  /// A container in the list.
  private record Row(
      ContainerState state,
      Optional<ContainerSpec> spec,
      Optional<ExitRecord> exit,
      Instant created,
      boolean paused) {
    /// Those of one that runs: afterwards they are others' to have.
    List<PublishedPort> ports() {
      return state.status() == Status.RUNNING ? ContainerRecords.ports(state) : List.of();
    }

    String command() {
      return spec.map(s -> String.join(" ", s.process().args())).orElse("");
    }

    Map<String, String> labels() {
      return spec.map(ContainerSpec::annotations).orElse(Map.of());
    }

    String status(Instant now) {
      return switch (state.status()) {
        case CREATING -> "Starting";
        case CREATED -> "Created";
        case RUNNING -> "Up " + age(since(), now) + (paused ? " (Paused)" : "");
        case STOPPED ->
            exit.map(e -> "Exited (" + e.exitStatus() + ") " + age(e.finishedAt(), now) + " ago")
                .orElse("Dead");
      };
    }

    private Instant since() {
      return Optional.ofNullable(state.annotations().get("started"))
          .map(Instant::parse)
          .orElse(created);
    }
  }

  @Override
  public Integer call() {
    if (!words.isEmpty()) {
      throw new UsageException("ps takes no names: use --filter=name=" + words.getFirst());
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    List<PsFilter> wanted = filters.stream().map(PsFilter::parse).toList();
    List<Row> rows = new ArrayList<>();
    for (String name : records.names()) {
      records.find(name).map(record -> row(record, records)).ifPresent(rows::add);
    }
    rows.sort(Comparator.comparing(Row::created).reversed());
    boolean stoppedToo = all || latest || wanted.stream().anyMatch(PsFilter::namesAStatus);
    rows.removeIf(row -> !stoppedToo && row.state().status() != Status.RUNNING);
    rows.removeIf(
        row -> !wanted.stream().allMatch(f -> f.accepts(row.state(), row.labels(), row.exit())));
    print(latest && rows.size() > 1 ? rows.subList(0, 1) : rows);
    return 0;
  }

  private Row row(ContainerRecord record, ContainerRecords records) {
    ContainerState state = record.state();
    Optional<ContainerSpec> spec = Optional.empty();
    if (record.config().isPresent()) {
      try {
        spec = Optional.of(Bundle.read(state.bundle(), state.id()));
      } catch (JcrException e) {
        session.say(e.getMessage()); // the others are listed all the same
      }
    }
    Instant created =
        spec.map(s -> s.annotations().get(LifeOptions.CREATED))
            .map(Instant::parse)
            .orElse(Instant.EPOCH);
    return new Row(
        state,
        spec,
        state.status() == Status.STOPPED ? records.exit(state.id()) : Optional.empty(),
        created,
        state.status() == Status.RUNNING
            && new Freezer(new FfmLibc(), records.facts()).isFrozen(state));
  }

  private void print(List<Row> rows) {
    if (quiet) {
      rows.forEach(row -> session.out().println(row.state().id()));
    } else if (format == OutputFormat.JSON) {
      JsonOutput.print(
          session.out(),
          json -> {
            json.writeStartArray();
            for (Row row : rows) {
              write(row, json);
            }
            json.writeEndArray();
          });
    } else {
      Instant now = Instant.now();
      TextTable table =
          new TextTable("NAME", "COMMAND", "CREATED", "STATUS", "NET", "ADDRESS", "PORTS");
      for (Row row : rows) {
        table.row(
            row.state().id(),
            quoted(row.command()),
            row.created().equals(Instant.EPOCH) ? "" : age(row.created(), now) + " ago",
            row.status(now),
            row.state().annotations().getOrDefault("net", ""),
            row.state().annotations().getOrDefault("address", ""),
            PublishedEnds.inOneLine(row.ports()));
      }
      session.out().print(table);
    }
  }

  private String quoted(String command) {
    String line = command.replaceAll("\\p{Cntrl}+", " ");
    boolean cut = !noTrunc && line.length() > COMMAND_WIDTH;
    return '"' + (cut ? line.substring(0, COMMAND_WIDTH - 1) + "…" : line) + '"';
  }

  private static void write(Row row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.state().id());
    json.writeStringField("status", row.state().status().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("pid", row.state().status() == Status.RUNNING ? row.state().pid() : 0);
    json.writeStringField("command", row.command());
    json.writeStringField("created", row.created().toString());
    if (row.exit().isPresent()) {
      json.writeNumberField("exitStatus", row.exit().get().exitStatus());
      json.writeStringField("finishedAt", row.exit().get().finishedAt().toString());
    }
    writeField(json, "net", row.state().annotations().get("net"));
    writeField(json, "address", row.state().annotations().get("address"));
    PublishedEnds.write(row.ports(), json);
    json.writeEndObject();
  }

  private static void writeField(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /// docker's spellings: the largest unit that is at least one.
  private static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return unit(seconds, "second");
    }
    if (seconds < 60 * 60) {
      return unit(seconds / 60, "minute");
    }
    return seconds < 48 * 60 * 60
        ? unit(seconds / (60 * 60), "hour")
        : unit(seconds / (24 * 60 * 60), "day");
  }

  private static String unit(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
