package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.JcrException;
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
import io.jcr.oci.ConfigSummary;
import io.jcr.running.Freezer;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ExitRecord;
import io.jcr.state.StateFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr ps`: lists containers, the newest first.
public final class PsCommand implements Callable<Integer> {
  private static final int COMMAND_WIDTH = 24;
  private static final List<String> TITLES =
      List.of("CONTAINER ID", "COMMAND", "CREATED", "STATUS", "NET", "ADDRESS", "PORTS", "NAME");

  private final Session session;
  private final HostOptions host;
  private boolean all;
  private boolean quiet;
  private boolean latest;
  private boolean sizes;
  private @Nullable String last;
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
        .flag("-q, --quiet", "Only print ids.", given -> quiet = given)
        .flag(
            "-l, --latest",
            "Only list the one created last, running or not.",
            given -> latest = given)
        .value(
            "-n, --last",
            "N",
            "Only list the N created last, running or not.",
            given -> last = given)
        .flag(
            "-s, --size",
            "Also show how much each container has written to its root file system.",
            given -> sizes = given)
        .flag("--no-trunc", "Don't shorten ids and commands.", given -> noTrunc = given)
        .values(
            "-f, --filter",
            "KEY=VALUE",
            "Only list containers with status=…, name=…, id=…, label=KEY[=VALUE], exited=STATUS, net=…, before=NAME or since=NAME; repeatable.",
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

  @Override
  public Integer call() {
    if (!words.isEmpty()) {
      throw new UsageException("ps takes no names: use --filter=name=" + words.getFirst());
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), new LinuxHostFacts());
    List<PsFilter> wanted = filters.stream().map(PsFilter::parse).toList();
    Freezer freezer = new Freezer(new FfmLibc(), records.facts());
    List<PsRow> rows =
        records.all().stream()
            .map(record -> row(record, records, freezer))
            .sorted(Comparator.comparing(PsRow::created).reversed())
            .toList();
    long most = latest ? 1 : last == null ? Long.MAX_VALUE : number(last);
    boolean stoppedToo =
        all || most < Long.MAX_VALUE || wanted.stream().anyMatch(PsFilter::namesAStatus);
    List<PsRow> shown =
        PsFilter.accepted(wanted, rows).stream()
            .filter(row -> stoppedToo || row.state().status() == Status.RUNNING)
            .limit(most)
            .toList();
    print(shown);
    return 0;
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--last=" + text + ": expected a number of containers");
  }

  private OptionalLong size(PsRow row) {
    return sizes ? LayerSize.of(host.stateRoot().data(row.identity().key())) : OptionalLong.empty();
  }

  private PsRow row(ContainerRecord record, ContainerRecords records, Freezer freezer) {
    ContainerState state = record.state();
    Optional<ConfigSummary> config = Optional.empty();
    try {
      config = record.config().map(text -> ConfigSummary.ofText(state.bundle(), text));
    } catch (JcrException e) {
      session.say(e.getMessage()); // the others are still listed
    }
    String damaged = state.annotations().get(StateFile.DAMAGED);
    if (damaged != null) {
      session.say(damaged);
    }
    Instant created =
        config
            .map(c -> c.annotations().get(LifeOptions.CREATED))
            .map(Instant::parse)
            .orElse(Instant.EPOCH);
    return new PsRow(
        record.identity(),
        state,
        config.map(c -> String.join(" ", c.args())).orElse(""),
        config.map(ConfigSummary::annotations).orElse(Map.of()),
        state.status() == Status.STOPPED ? exit(state, records) : Optional.empty(),
        created,
        state.status() == Status.RUNNING && freezer.isFrozen(state));
  }

  private Optional<ExitRecord> exit(ContainerState state, ContainerRecords records) {
    try {
      return records.exit(state);
    } catch (JcrException e) {
      session.say(e.getMessage()); // the others are listed all the same
      return Optional.empty();
    }
  }

  private void print(List<PsRow> rows) {
    if (quiet) {
      rows.forEach(row -> session.out().println(id(row)));
    } else if (format == OutputFormat.JSON) {
      JsonOutput.print(
          session.out(),
          json -> {
            json.writeStartArray();
            for (PsRow row : rows) {
              row.writeTo(json, size(row));
            }
            json.writeEndArray();
          });
    } else {
      Instant now = Instant.now();
      List<String> titles = new ArrayList<>(TITLES);
      if (sizes) {
        titles.add("SIZE");
      }
      TextTable table = new TextTable(titles);
      for (PsRow row : rows) {
        List<String> cells =
            new ArrayList<>(
                List.of(
                    id(row),
                    quoted(row.command()),
                    row.createdAgo(now),
                    row.status(now),
                    row.net(),
                    row.address(),
                    PublishedEnds.inOneLine(row.ports()),
                    row.identity().name()));
        if (sizes) {
          OptionalLong size = size(row);
          cells.add(Amount.decimal(size.isPresent() ? size.getAsLong() : null));
        }
        table.row(cells);
      }
      session.out().print(table);
    }
  }

  private String id(PsRow row) {
    return noTrunc ? row.identity().id() : row.identity().shortId();
  }

  private String quoted(String command) {
    String line = command.replaceAll("\\p{Cntrl}+", " ");
    boolean cut = !noTrunc && line.length() > COMMAND_WIDTH;
    return '"' + (cut ? line.substring(0, COMMAND_WIDTH - 1) + "…" : line) + '"';
  }
}
