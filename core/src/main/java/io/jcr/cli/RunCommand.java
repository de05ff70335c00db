package io.jcr.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.runtime.Accounts;
import io.jcr.runtime.DryRun;
import io.jcr.runtime.Plan;
import io.jcr.runtime.RootfsArchive;
import io.jcr.runtime.RunPipeline;
import io.jcr.runtime.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `jcr run`: starts a container. When this returns the program runs, and jcr-init, the process
/// that the user's shell waits for, looks after it.
@Command(
    name = "run",
    description = "Runs a command in a container of its own.",
    abbreviateSynopsis = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final HostOptions host = new HostOptions();
  @Mixin final HelpOption help = new HelpOption();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "-",
      description =
          "Tell when each step was done, in microseconds, on standard error or in FILE; FILE.json opens in Perfetto.")
  private @Nullable String trace;

  @Option(
      names = "--dry-run",
      description = "Show what would be done, and do nothing; see also jcr explain.")
  private boolean dryRun;

  @Option(
      names = "--save-plan",
      paramLabel = "FILE",
      hidden = true,
      description =
          "Write what jcr-init would be sent to FILE, for 'jcr-init replay', and do nothing.")
  private @Nullable Path savePlan;

  @Option(names = "--format", paramLabel = "text|json", description = "How --dry-run prints.")
  private OutputFormat format = OutputFormat.TEXT;

  @Override
  public Integer call() {
    if (savePlan != null) {
      save(savePlan);
      return 0;
    }
    if (dryRun) {
      PlanJson.print(plan(), format);
      return 0;
    }
    if (trace != null) {
      new TraceReport.Destination(trace).check();
    }
    Timeline timeline = new Timeline(trace != null);
    timeline.mark("java main");
    Libc libc = new FfmLibc();
    ContainerSpec spec = spec(libc).grantingAtMost(new LinuxHostFacts()).build();
    timeline.mark("options");
    RunPipeline pipeline = injector(spec, libc).getInstance(RunPipeline.class);
    timeline.mark("plugins");
    try {
      pipeline.start(spec, timeline);
    } finally {
      if (trace != null) {
        new TraceReport.Destination(trace).write(TraceReport.of(timeline, System.getenv()));
      }
    }
    return 0;
  }

  private void save(Path file) {
    Libc libc = new FfmLibc();
    ContainerSpec spec = spec(libc).withoutUnpacking().build();
    try {
      Files.write(file, injector(spec, libc).getInstance(DryRun.class).launchPacket(spec));
    } catch (IOException e) {
      throw new UsageException("--save-plan=" + file + ": cannot be written: " + e.getMessage());
    }
  }

  /// What a run with these options would do.
  Plan plan() {
    Libc libc = new FfmLibc();
    ContainerSpec spec = spec(libc).withoutUnpacking().build();
    return injector(spec, libc).getInstance(DryRun.class).plan(spec);
  }

  private SpecBuilder spec(Libc libc) {
    return new SpecBuilder(
        options,
        new Accounts(libc),
        new RootfsArchive(libc),
        host.stateRoot(),
        HostOptions.home().resolve("rootfs"),
        CallerEnvironment.of(System.getenv()),
        libc.isatty(0) && libc.isatty(1));
  }

  private Injector injector(ContainerSpec spec, Libc libc) {
    return Guice.createInjector(Stage.DEVELOPMENT, RunModule.select(spec, host, libc));
  }
}
