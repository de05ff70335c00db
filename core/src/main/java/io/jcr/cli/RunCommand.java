package io.jcr.cli;

import io.jcr.api.ContainerSpec;
import io.jcr.api.InitException;
import io.jcr.api.UsageException;
import io.jcr.cli.option.DockerWords;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.LifeOptions;
import io.jcr.cli.spec.RunOptions;
import io.jcr.cli.spec.SpecBuilder;
import io.jcr.init.StandardInput;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.rootfs.Accounts;
import io.jcr.rootfs.RootfsArchive;
import io.jcr.runtime.DryRun;
import io.jcr.runtime.Lifecycle;
import io.jcr.runtime.Plan;
import io.jcr.runtime.Supervision;
import io.jcr.runtime.Timeline;
import io.jcr.state.Identity;
import io.jcr.state.NameTakenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr run`: starts a container. When this returns the program runs, and jcr-init, the process
/// that the user's shell waits for, looks after it.
final class RunCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 127;

  private final Session session;
  private final Supplier<Libc> system;
  private final RunOptions options;
  private final HostOptions host;
  private final PluginOptions plugins;
  private final LifeOptions life = new LifeOptions();
  private @Nullable String trace;
  private boolean detach;
  private boolean dryRun;
  private @Nullable Path savePlan;
  private @Nullable OutputFormat format;

  /// @param session who calls
  /// @param system the operating system that it runs on, asked for when that is needed
  RunCommand(Session session, Supplier<Libc> system) {
    this.session = session;
    this.options = new RunOptions(session.jcr().spis());
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
    this.system = system;
    if (!session.jcr().isResident()) { // there all of that was done long ago
      Wiring.begin(system);
    }
  }

  /// The command line of `jcr run`.
  CommandLine line() {
    OptionTable table =
        new OptionTable("run", this, "Runs a command in a new container.").abbreviated();
    table.flag(
        "-d, --detach",
        "Run in the background and print the container's id.",
        given -> detach = given);
    options.declare(table);
    life.declare(table);
    host.declare(table);
    plugins.declare(table);
    return table
        .help()
        .trace(given -> trace = given)
        .flag(
            "--dry-run",
            "Show what would be done, without doing it; see also jcr explain.",
            given -> dryRun = given)
        .hiddenFile(
            "--save-plan",
            "FILE",
            "Write the launch plan for jcr-init to FILE, for 'jcr-replay', without running it.",
            given -> savePlan = given)
        .choice(
            "--format",
            "text|json",
            "Output format of --dry-run.",
            OutputFormat.class,
            given -> format = given)
        .line();
  }

  @Override
  public Integer call() {
    if (savePlan != null) {
      save(savePlan);
      return 0;
    }
    if (dryRun) {
      PlanJson.print(session.out(), plan(), format().orElse(OutputFormat.TEXT));
      return 0;
    }
    new SessionTrace(session).perform(trace, this::start);
    return 0;
  }

  private void start(Timeline timeline) {
    timeline.mark("java main");
    Libc libc = system.get();
    ContainerSpec spec = spec(libc).grantingAtMost(new LinuxHostFacts()).build();
    CidFile.requireNone(life.cidFile());
    timeline.mark("options");
    RunModule module = select(spec, libc);
    Lifecycle lifecycle = Wiring.injector(module).getInstance(Lifecycle.class);
    timeline.mark("plugins");
    timeline.begin();
    new SessionTrace(session).announceTeardown(trace, timeline, libc);
    try {
      String id = Identity.of(run(lifecycle, spec, timeline)).id();
      CidFile.write(life.cidFile(), id);
      if (detach) {
        session.out().println(id);
      }
    } catch (InitException e) {
      throw withImagesWord(e, spec.process().args().getFirst());
    }
  }

  /// Who runs an image, as with docker, is told what there is instead.
  private static InitException withImagesWord(InitException failure, String program) {
    Optional<String> hint =
        failure.exitStatus() == NOT_FOUND ? DockerWords.image(program) : Optional.empty();
    return hint.map(word ->
            new InitException(failure.getMessage() + "; " + word, NOT_FOUND, failure.failure()))
        .orElse(failure);
  }

  /// Runs `spec`, under another name when the one that was made up has just been taken.
  private ContainerSpec run(Lifecycle lifecycle, ContainerSpec spec, Timeline timeline) {
    try {
      lifecycle.run(spec, supervision(spec), timeline);
      return spec;
    } catch (NameTakenException e) {
      if (options.name != null) {
        throw e.refusal();
      }
      ContainerSpec renamed = spec(system.get()).grantingAtMost(new LinuxHostFacts()).build();
      return run(lifecycle, renamed, timeline);
    }
  }

  /// A detached container that is not to be kept is removed by what succeeds its supervisor, so
  /// that those who wait for it still learn how it ended.
  private Supervision supervision(ContainerSpec spec) {
    boolean kept = life.kept(detach) || detach;
    return kept
        ? new Supervision(true, detach, null, Successor.of(spec, session, host), 0)
        : Supervision.FOREGROUND;
  }

  private void save(Path file) {
    Libc libc = system.get();
    ContainerSpec spec = spec(libc).withoutUnpacking().build();
    RunModule module = select(spec, libc);
    try {
      Files.write(file, Wiring.injector(module).getInstance(DryRun.class).launchPacket(spec));
    } catch (IOException e) {
      throw new UsageException("--save-plan=" + file + ": cannot be written: " + e.getMessage());
    }
  }

  /// How a plan is to be printed, if that was said.
  Optional<OutputFormat> format() {
    return Optional.ofNullable(format);
  }

  /// Names the container, unless a name was asked for.
  void nameUnlessNamed(String name) {
    if (options.name == null) {
      options.name = name;
    }
  }

  /// What a run with these options would do.
  Plan plan() {
    Libc libc = system.get();
    ContainerSpec spec = spec(libc).withoutUnpacking().build();
    RunModule module = select(spec, libc);
    return Wiring.injector(module).getInstance(DryRun.class).plan(spec);
  }

  private SpecBuilder spec(Libc libc) {
    return new SpecBuilder(
            options,
            new Accounts(libc),
            new RootfsArchive(libc, host.stateRoot().leases(), options.archiveLimits()),
            host.stateRoot(),
            session.jcr().home().resolve("rootfs"),
            session,
            !detach && session.interactive(libc))
        .annotated(life.annotations(stdin()))
        .checking(new LimiterLimits(plugins, host.stateRoot(), libc));
  }

  private StandardInput stdin() {
    return options.interactive ? StandardInput.OPEN : StandardInput.NONE;
  }

  private RunModule select(ContainerSpec spec, Libc libc) {
    return RunModule.select(session, spec, plugins, host.stateRoot(), libc);
  }
}
