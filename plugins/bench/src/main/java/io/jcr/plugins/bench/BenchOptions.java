package io.jcr.plugins.bench;

import io.jcr.api.UsageException;
import io.jcr.plugins.bench.subject.Amount;
import io.jcr.plugins.bench.subject.SubjectSpec;
import io.jcr.plugins.bench.subject.Subjects;
import io.jcr.plugins.bench.subject.Workplace;
import io.jcr.plugins.bench.suite.Settings;
import io.jcr.plugins.bench.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of `jcr bench`.
@Command(
    name = "jcr bench",
    description =
        "Compares backends, bare metal, other runtimes and virtual machines by measurements.",
    sortOptions = false,
    usageHelpAutoWidth = true)
final class BenchOptions {
  private static final int MOST_ROUNDS = 10_000;
  private static final long SEEDS = 1_000_000;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description = {
        "What to measure: bare, jcr, vm, runc, crun, podman, bwrap, systemd-nspawn, lxc; with options as in",
        "jcr:ns=unshare,net=veth or vm:net=tap. Repeatable (default: all that are installed)."
      })
  private List<String> subjects = new ArrayList<>();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description =
          "Run this suite: boot, density, cpu, mem, sys, io, net or nginx. Repeatable (default: all).")
  private List<String> suites = new ArrayList<>();

  @Option(names = "--list", description = "List suites and subjects.")
  private boolean list;

  @Option(
      names = "--quick",
      description = "Take a quick look at everything, in under three minutes.")
  private boolean quick;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description =
          "Stop after this time, such as 90s, 30m or 2h, and report the measurements so far.")
  private @Nullable String timeLimit;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Number of rounds (default: 30; 6 with --quick).")
  private @Nullable Integer repeat;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Processors of each subject (default: 1).")
  private String cpus = "1";

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory of each subject (default: 512M).")
  private String memory = "512M";

  @Option(
      names = "--instances",
      paramLabel = "N",
      description =
          "For density, run at most this many instances at once (default: 100; 5 with --quick).")
  private @Nullable Integer instances;

  @Option(
      names = "--memory-floor",
      paramLabel = "SIZE",
      description = "Stop density when less memory than this is available (default: 1G).")
  private @Nullable String memoryFloor;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the random order (default: random).")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Directory for the report and the files of all subjects (default: jcr-bench-DATE).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Continue the bench that was started in DIR, with its original options.")
  private @Nullable Path resume;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the report in DIR again from its samples, without measuring.")
  private @Nullable Path report;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "Output format at the end (default: text).")
  private String format = "text";

  /// Read by jcr itself.
  @Option(names = "--debug", description = "Show stack traces.")
  @SuppressWarnings("UnusedVariable")
  private boolean debug;

  @Option(names = "--help", description = "Show this help.")
  private boolean help;

  boolean helpWanted() {
    return help;
  }

  boolean listWanted() {
    return list;
  }

  boolean json() {
    if (!List.of("text", "json").contains(format)) {
      throw new UsageException("--format=" + format + ": choose from text, json");
    }
    return format.equals("json");
  }

  /// Whether to measure nothing.
  boolean reportOnly() {
    return report != null;
  }

  /// Where the report goes.
  Path directory() {
    json();
    List<Path> given = Stream.of(resume, report, out).filter(Objects::nonNull).toList();
    if (given.size() > 1) {
      throw new UsageException("use only one of --out, --resume and --report");
    }
    Path directory =
        given.isEmpty()
            ? Path.of("jcr-bench-" + LocalDateTime.now(ZoneId.systemDefault()).format(NAME))
            : given.getFirst();
    Path absolute = directory.toAbsolutePath().normalize();
    if (absolute.toString().matches(".*\\s.*")) {
      throw new UsageException("--out=" + absolute + ": the path must not contain white space");
    }
    return absolute;
  }

  /// What to measure: what was begun earlier, or what the options say, which is then recorded.
  Request request(Path directory, String commandLine) throws IOException {
    if (resume != null) {
      return Request.read(directory);
    }
    if (Request.isIn(directory)) {
      throw new UsageException(
          "--out="
              + directory
              + ": a jcr bench was started there: continue it with --resume="
              + directory);
    }
    Request request =
        new Request(
            commandLine,
            suites.isEmpty() ? known() : chosen(),
            subjects,
            quick,
            Amount.cpus(cpus),
            Amount.bytes(memory),
            seed != null ? seed : RandomGenerator.getDefault().nextLong(SEEDS),
            settings());
    Subjects.refuseUnequal(
        subjects.stream().map(SubjectSpec::parse).toList(), request.cpus(), request.memoryBytes());
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new UsageException("--out=" + directory + ": not a directory");
    }
    Files.createDirectories(directory);
    request.write(directory);
    return request;
  }

  private static List<String> known() {
    return Suite.all(Path.of("/"), Workplace.CACHE).stream().map(Suite::name).toList();
  }

  private List<String> chosen() {
    for (String suite : suites) {
      if (!known().contains(suite)) {
        throw new UsageException(
            "--suite=" + suite + ": unknown suite: choose from " + String.join(", ", known()));
      }
    }
    return suites.stream().distinct().toList();
  }

  private Settings settings() {
    Settings settings = quick ? Settings.quick() : Settings.full();
    if (repeat != null) {
      settings = settings.repeating(inRange("--repeat", repeat, MOST_ROUNDS));
    }
    if (timeLimit != null) {
      settings = settings.limitedTo(Amount.time(timeLimit).toSeconds());
    }
    int most =
        instances == null ? settings.instances() : inRange("--instances", instances, MOST_ROUNDS);
    long floor = memoryFloor == null ? settings.memoryFloor() : Amount.bytes(memoryFloor);
    return settings.holding(most, floor);
  }

  private static int inRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UsageException(option + "=" + value + ": must be from 1 to " + most);
    }
    return value;
  }
}
