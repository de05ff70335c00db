package io.jcr.plugins.bench.subject;

import io.jcr.api.HostException;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A subject whose programs are processes of this kernel: bare ones, and those in containers.
public final class ProcessSubject implements Subject {
  private static final Duration HOLD_LIMIT = Duration.ofSeconds(60);
  private static final Path NOTHING = Path.of("/dev/null");

  /// A held instance reports when its first instruction ran, and then waits for the end of its
  /// input.
  private static final String WAIT = "; echo held; read line";

  private final Launcher launcher;
  private final Workplace workplace;
  private final Resources resources;
  private final HostFacts facts;
  private final Runnable closing;

  ProcessSubject(Launcher launcher, Workplace workplace, Resources resources) {
    this.launcher = launcher;
    this.workplace = workplace;
    this.resources = resources;
    this.facts = workplace.jcr().facts();
    this.closing = launcher::close;
  }

  /// Prepares it.
  ///
  /// @throws io.jcr.api.UnsupportedException if this machine cannot do it
  void prepare() throws IOException, InterruptedException {
    workplace.tidy().add(closing);
    launcher.prepare();
  }

  Launcher launcher() {
    return launcher;
  }

  HostFacts facts() {
    return facts;
  }

  @Override
  public String id() {
    return launcher.id();
  }

  @Override
  public String label() {
    return launcher.label();
  }

  @Override
  public Resources resources() {
    return resources;
  }

  @Override
  public boolean reachable() {
    return launcher.reachable();
  }

  @Override
  public boolean concurrent() {
    return launcher.concurrent();
  }

  @Override
  public boolean hostNetwork() {
    return launcher.hostNetwork();
  }

  @Override
  public String path(String file) {
    return launcher.path(file);
  }

  @Override
  public String dataDirectory() {
    return launcher.dataDirectory();
  }

  @Override
  public Resources observed() throws IOException, InterruptedException {
    try (LiveProcess running = (LiveProcess) hold()) {
      CgroupFiles files = new CgroupFiles(facts);
      long pid = running.contained();
      double cpus = files.cpus(pid).orElse(Runtime.getRuntime().availableProcessors());
      long memory =
          files
              .memory(pid)
              .orElseThrow(() -> new HostException(id() + ": its cgroup has no memory limit"));
      return new Resources(cpus, memory, workplace.storage());
    }
  }

  @Override
  public Outcome run(Job job) throws IOException, InterruptedException {
    String instance = workplace.instance();
    return run(job, launcher.process(job.command(), instance), instance);
  }

  /// Runs a command with more options of `jcr run`, if this is jcr.
  public Optional<Outcome> run(List<String> options, Job job)
      throws IOException, InterruptedException {
    if (!(launcher instanceof JcrLauncher jcr)) {
      return Optional.empty();
    }
    return Optional.of(run(job, jcr.process(options, job.command()), workplace.instance()));
  }

  private Outcome run(Job job, ProcessBuilder builder, String instance)
      throws IOException, InterruptedException {
    Path stdout = workplace.resolve("said").resolve(instance + ".out");
    Path stderr = workplace.resolve("said").resolve(instance + ".err");
    builder.redirectInput(NOTHING.toFile());
    builder.redirectOutput(stdout.toFile());
    builder.redirectError(stderr.toFile());
    try (LiveProcess process = LiveProcess.start(this, builder, instance, workplace.tidy())) {
      boolean ended = process.process().waitFor(job.limit().toMillis(), TimeUnit.MILLISECONDS);
      long gone = System.nanoTime();
      if (!ended) {
        throw new HostException(
            id()
                + ": "
                + job.command().getFirst()
                + " did not end within "
                + Commands.text(job.limit()));
      }
      String said = Files.readString(stdout);
      List<Long> marks = BootMarks.in(said);
      Timeline timeline =
          new Timeline(
              process.requested(),
              0,
              0,
              marks.isEmpty() ? 0 : marks.getFirst(),
              marks.isEmpty() ? 0 : marks.getLast(),
              gone);
      return new Outcome(process.process().exitValue(), said, Files.readString(stderr), timeline);
    } finally {
      Files.deleteIfExists(stdout);
      Files.deleteIfExists(stderr);
    }
  }

  @Override
  public Running serve(Job job, int port, String ready) throws IOException, InterruptedException {
    LiveProcess process = live(job);
    try {
      process.awaitLine(ready, job.limit());
      process.serves(port);
      return process;
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public Running hold() throws IOException, InterruptedException {
    String token = workplace.instance() + "-held";
    String script = path("usr/local/bin/boot-mark") + WAIT;
    LiveProcess process = live(Job.script(this, HOLD_LIMIT, script, token));
    try {
      process.awaitLine("held", HOLD_LIMIT);
      process.knownBy(token);
      return process;
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private LiveProcess live(Job job) throws IOException {
    String instance = workplace.instance();
    ProcessBuilder builder = launcher.process(job.command(), instance);
    builder.redirectErrorStream(true);
    return LiveProcess.start(this, builder, instance, workplace.tidy());
  }

  @Override
  public void close() {
    workplace.tidy().forget(closing);
    launcher.close();
  }
}
