package io.jcr.cli;

import io.jcr.api.JcrException;
import io.jcr.api.UsageException;
import io.jcr.cli.container.AttachCommand;
import io.jcr.cli.container.DiffCommand;
import io.jcr.cli.container.EventsCommand;
import io.jcr.cli.container.ExecCommand;
import io.jcr.cli.container.KillCommand;
import io.jcr.cli.container.LogsCommand;
import io.jcr.cli.container.PauseCommand;
import io.jcr.cli.container.PortCommand;
import io.jcr.cli.container.PsCommand;
import io.jcr.cli.container.RenameCommand;
import io.jcr.cli.container.RmCommand;
import io.jcr.cli.container.StatsCommand;
import io.jcr.cli.container.StopCommand;
import io.jcr.cli.container.TopCommand;
import io.jcr.cli.container.WaitCommand;
import io.jcr.cli.daemon.DaemonCommand;
import io.jcr.cli.option.DockerWords;
import io.jcr.cli.option.Nearest;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.UnknownOption;
import io.jcr.cli.session.Session;
import io.jcr.cli.session.StandardOutput;
import io.jcr.linux.FfmLibc;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// `jcr`: the first argument names the sub-command, and only that one is built. Started by
/// `bin/jcr`; exits by halting, since there is nothing that a JVM would have to tidy up.
public final class Main {
  private static final int USAGE = 2;
  static final int JCR_FAILED = 125;
  private static final Set<String> LOADING_PLUGINS =
      Set.of(
          "run", "create", "start", "cp", "explain", "doctor", "plugins", "update", "completion");

  private final Session session;
  private boolean debug;

  private Main(Session session) {
    this.session = session;
  }

  /// Runs `jcr` and ends the JVM.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    StandardOutput out = StandardOutput.ofProcess();
    Session session = Session.ofProcess(List.of(args), out);
    Runtime.getRuntime().halt(out.finish(session, run(session)));
  }

  /// Ends the JVM in the middle of something: the supervisor undoes what was done.
  static void end(Session session, int status) {
    session.out().flush();
    Runtime.getRuntime().halt(status);
  }

  /// Runs the command line of a session.
  ///
  /// @return the exit status
  static int run(Session session) {
    try {
      PluginOptions plugins = new PluginOptions(session);
      return new Main(session).run(plugins, plugins.takeFrom(session.arguments()));
    } catch (UsageException e) {
      return told(session, e);
    }
  }

  private int run(PluginOptions plugins, List<String> arguments) {
    String[] args = inside(plugins, withoutHelp(arguments));
    CommandLine line = line();
    commands(session, args).forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setOut(new PrintWriter(session.out(), true, session.out().charset()));
    line.setErr(new PrintWriter(session.err(), true, session.err().charset()));
    line.setParameterExceptionHandler((e, _) -> refuse(e));
    line.setExecutionExceptionHandler((e, failed, result) -> fail(e));
    if (args.length == 0) {
      PluginCommands.load(session, plugins).describe(line);
      line.usage(session.err());
      return USAGE;
    }
    if (!args[0].startsWith("-") && !line.getSubcommands().containsKey(args[0])) {
      return runPluginCommand(plugins, line, args);
    }
    if (args[0].equals("--help") || args[0].equals("-h")) {
      PluginCommands.load(session, plugins).describe(line);
    }
    try {
      return line.execute(args);
    } catch (Error e) {
      return fail(e);
    }
  }

  private CommandLine line() {
    return new OptionTable("jcr", this, "Runs containers and shows how it does so.")
        .inheritedFlag("--debug", "Show stack traces.", given -> debug = given)
        .help("-h, --help", "Show this help.")
        .version("-V, --version", "Print the version.", () -> "jcr " + version())
        .line()
        .setStopAtPositional(true); // of jcr itself; its commands have yet to be added
  }

  /// The command line of jcr with all of its own sub-commands, for what describes it.
  static CommandLine wholeLine(Session session) {
    CommandLine line = new Main(session).line();
    new PluginOptions(session).declare(new OptionTable(line));
    commands(session).forEach((name, command) -> line.addSubcommand(name, command.get()));
    return line;
  }

  /// `jcr help run` is `jcr run --help`, as in docker.
  private static List<String> withoutHelp(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("help")) {
      return arguments;
    }
    List<String> others = new ArrayList<>(arguments.subList(1, arguments.size()));
    others.add("--help");
    return others;
  }

  /// What stood before the command stands behind its name, where it has such options.
  private static String[] inside(PluginOptions plugins, List<String> arguments) {
    List<String> args = new ArrayList<>(arguments);
    if (!args.isEmpty() && LOADING_PLUGINS.contains(args.getFirst())) {
      args.addAll(1, plugins.arguments());
    }
    return args.toArray(String[]::new);
  }

  private int runPluginCommand(PluginOptions plugins, CommandLine line, String... args) {
    try {
      PluginCommands commands = PluginCommands.load(session, plugins);
      Optional<Integer> status = commands.run(args[0], List.of(args).subList(1, args.length), line);
      if (status.isPresent()) {
        return status.get();
      }
      String known = String.join(", ", line.getSubcommands().keySet()) + commands.names(", ");
      session.say(unknownCommand(args[0], known));
      return USAGE;
    } catch (ParameterException e) {
      return refuse(e);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      debug = List.of(args).contains("--debug");
      return fail(e);
    }
  }

  private static String unknownCommand(String name, String known) {
    String sentence = "unknown command '" + name + "'";
    return DockerWords.command(name)
        .map(instead -> sentence + ": " + instead)
        .orElseGet(() ->
            sentence
                + Nearest.of(name, List.of(known.split(", ")))
                    .map(nearest -> " (did you mean " + nearest + "?)")
                    .orElse("")
                + ": choose from "
                + known);
  }

  /// Its own sub-commands, or the one of them that is called.
  static Map<String, Supplier<CommandLine>> commands(Session session, String... args) {
    Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
    all.put("run", () -> new RunCommand(session, FfmLibc::new).line());
    all.put("create", () -> new CreateCommand(session).line());
    all.put("start", () -> new StartCommand(session).line());
    all.put("exec", () -> new ExecCommand(session, new SessionTrace(session)).line());
    all.put("ps", () -> new PsCommand(session).line());
    all.put("stop", () -> new StopCommand(session, new SessionTrace(session)).line());
    all.put("kill", () -> new KillCommand(session, new SessionTrace(session)).line());
    all.put("wait", () -> new WaitCommand(session).line());
    all.put("logs", () -> new LogsCommand(session).line());
    all.put("events", () -> new EventsCommand(session).line());
    all.put("attach", () -> new AttachCommand(session).line());
    all.put("restart", () -> new RestartCommand(session).line());
    all.put("update", () -> new UpdateCommand(session).line());
    all.put("pause", () -> PauseCommand.pause(session, new SessionTrace(session)).line());
    all.put("unpause", () -> PauseCommand.unpause(session, new SessionTrace(session)).line());
    all.put("port", () -> new PortCommand(session).line());
    all.put("top", () -> new TopCommand(session).line());
    all.put("stats", () -> new StatsCommand(session).line());
    all.put("diff", () -> new DiffCommand(session).line());
    all.put("cp", () -> new CpCommand(session).line());
    all.put("rename", () -> new RenameCommand(session).line());
    all.put("rm", () -> new RmCommand(session, new SessionTrace(session)).line());
    all.put("explain", () -> new ExplainCommand(session).line());
    all.put("doctor", () -> new DoctorCommand(session).line());
    all.put("plugins", () -> new PluginsCommand(session).line());
    all.put("inspect", () -> new InspectCommand(session).line());
    all.put("gc", () -> new GcCommand(session).line());
    all.put("daemon", () -> new DaemonCommand(session, all.keySet(), Main::run).line());
    all.put("version", () -> new VersionCommand(session).line());
    all.put("completion", () -> new CompletionCommand(session).line());
    if (args.length > 0 && all.containsKey(args[0]) && !args[0].equals("daemon")) {
      all.keySet().retainAll(Set.of(args[0]));
    }
    return all;
  }

  private int refuse(ParameterException e) {
    String sentence = UnknownOption.sentence(e);
    session.say(e.getCause() instanceof JcrException cause ? cause.getMessage() : sentence);
    session
        .err()
        .println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  private int fail(Throwable e) {
    if (debug) {
      e.printStackTrace(session.err());
    }
    return told(session, e);
  }

  /// Says what happened in one sentence.
  ///
  /// @return the exit status
  static int told(Session session, Throwable e) {
    ErrorReport report = ErrorReport.of(e);
    session.say(report.message());
    return report.exitStatus();
  }

  /// The version of the jar.
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
