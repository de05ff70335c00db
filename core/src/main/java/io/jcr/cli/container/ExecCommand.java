package io.jcr.cli.container;

import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.EnvFile;
import io.jcr.cli.spec.EnvOption;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.oci.Bundle;
import io.jcr.rootfs.Accounts;
import io.jcr.running.Freezer;
import io.jcr.runtime.Execution;
import io.jcr.runtime.Plan;
import io.jcr.runtime.Timeline;
import io.jcr.state.ContainerRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr exec`: runs an additional command in a running container.
public final class ExecCommand implements Callable<Integer>, Explained {
  private final Session session;
  private final TraceOutput output;
  private final HostOptions host;
  private boolean detach;
  private boolean interactive;
  private @Nullable Boolean tty;
  private boolean privileged;
  private List<String> env = new ArrayList<>();
  private List<Path> envFiles = new ArrayList<>();
  private @Nullable String workdir;
  private @Nullable String user;
  private @Nullable String trace;
  private List<String> words = List.of();

  /// @param output writes the report of `--trace`
  public ExecCommand(Session session, TraceOutput output) {
    this.session = session;
    this.output = output;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr exec`.
  @Override
  public CommandLine line() {
    OptionTable table = new OptionTable("exec", this, "Runs a command in a running container.");
    table
        .flag("-d, --detach", "Run in the background.", given -> detach = given)
        .values(
            "-e, --env",
            "K=V",
            "Set an environment variable; K alone copies the caller's value.",
            given -> env = given)
        .files(
            "--env-file",
            "FILE",
            "Read environment variables from a file.",
            given -> envFiles = given)
        .flag(
            "-i, --interactive",
            "Accepted for compatibility with docker; standard input is always connected.",
            given -> interactive = given)
        .flag(
            "--privileged",
            "Run with all of jcr's capabilities and without the system call filter.",
            given -> privileged = given)
        .negatable(
            "-t, --tty",
            "Allocate a pseudo-terminal (default: if standard input and output are terminals).",
            given -> tty = given)
        .value(
            "-u, --user",
            "USER[:GROUP]",
            "User and group to run as, by name or number (default: the container's user).",
            given -> user = given)
        .value(
            "-w, --workdir",
            "DIR",
            "Working directory in the container (default: the container's own).",
            given -> workdir = given);
    host.declare(table);
    return table
        .help()
        .trace(given -> trace = given)
        .commandLine(
            "NAME COMMAND [ARG...]",
            "The container and the command to run.",
            given -> words = given)
        .line();
  }

  @Override
  public Integer call() {
    output.perform(trace, this::start);
    return 0;
  }

  private void start(Timeline timeline) {
    timeline.mark("java main");
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    Request request = request(libc, facts);
    timeline.mark("options");
    Execution execution = new Execution(session.control(libc), facts);
    timeline.begin();
    execution.start(
        request.state(), request.spec(), request.process(), detach, host.events(libc), timeline);
  }

  @Override
  public Explanation explain() {
    Libc libc = new FfmLibc();
    LinuxHostFacts facts = new LinuxHostFacts();
    Request request = request(libc, facts);
    Execution execution = new Execution(session.control(libc), facts);
    return new Explanation(
        0, Plan.of(execution.plan(request.state(), request.spec(), request.process(), false)));
  }

  /// @param spec the container's, without what `--privileged` lifts
  private record Request(ContainerState state, ContainerSpec spec, ContainerProcess process) {}

  private Request request(Libc libc, LinuxHostFacts facts) {
    if (words.size() > 2 && words.get(1).equals("--")) { // as in jcr run
      words = new ArrayList<>(words);
      words.remove(1);
    }
    if (words.size() < 2) {
      throw new UsageException("exec: expected a container's name and a command");
    }
    ContainerRecords records = new ContainerRecords(host.stateRoot(), facts);
    ContainerState state = records.requireRunning(words.getFirst());
    if (new Freezer(libc, facts).isFrozen(state)) {
      throw new UsageException(
          "container '" + state.id() + "' is paused (jcr unpause " + state.id() + ")");
    }
    ContainerSpec spec = Bundle.read(state.bundle());
    ContainerSpec confined = privileged ? spec.withLinux(spec.linux().withSeccomp(null)) : spec;
    return new Request(state, confined, process(spec, state, libc, facts));
  }

  private ContainerProcess process(
      ContainerSpec spec, ContainerState state, Libc libc, LinuxHostFacts facts) {
    ContainerProcess first = spec.process();
    Path root = Path.of("/proc/" + state.pid() + "/root");
    User who = user == null ? first.user() : new Accounts(libc).resolve(root, user);
    String cwd = workdir == null ? first.cwd() : workdir;
    if (!cwd.startsWith("/")) {
      throw new UsageException("--workdir=" + cwd + ": not an absolute path inside the container");
    }
    boolean terminal = tty == null ? !detach && session.interactive(libc) : tty;
    return new ContainerProcess(
        terminal,
        who,
        words.subList(1, words.size()),
        environment(first, who, root, libc, terminal),
        cwd,
        capabilities(first, who, facts),
        first.noNewPrivileges() && !privileged,
        first.rlimits(),
        false,
        first.umask(),
        first.oomScoreAdj());
  }

  private LinuxCapabilities capabilities(ContainerProcess first, User who, LinuxHostFacts facts) {
    if (privileged) {
      Set<Capability> all = EnumSet.allOf(Capability.class);
      all.removeIf(capability -> !facts.hasCapability(capability));
      return LinuxCapabilities.forUser(all, who.uid());
    }
    return user == null
        ? first.capabilitySets()
        : LinuxCapabilities.forUser(first.capabilities(), who.uid());
  }

  private List<String> environment(
      ContainerProcess first, User who, Path root, Libc libc, boolean terminal) {
    List<List<String>> layers = new ArrayList<>();
    layers.add(first.env());
    if (terminal) {
      layers.add(List.of("TERM=xterm"));
    }
    if (user != null) {
      layers.add(List.of("HOME=" + new Accounts(libc).home(root, who.uid()).orElse("/")));
    }
    envFiles.forEach(file -> layers.add(EnvFile.read(file, session)));
    layers.add(
        env.stream()
            .map(variable -> EnvOption.parse(variable, session.callerEnvironment()))
            .flatMap(Optional::stream)
            .toList());
    return EnvOption.merge(layers);
  }
}
