package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.container.ExecCommand;
import io.jcr.cli.container.Explained;
import io.jcr.cli.container.KillCommand;
import io.jcr.cli.container.PauseCommand;
import io.jcr.cli.container.RmCommand;
import io.jcr.cli.container.StopCommand;
import io.jcr.cli.option.HelpOption;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.option.UnknownOption;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.MadeUpName;
import io.jcr.linux.FfmLibc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/// `jcr explain run …`: what `jcr run …` would do, with nothing done; and with `--diff` two plans
/// side by side. The same for commands on existing containers.
@Command(
    name = "explain",
    description = {
      "Shows what a command with the same options would do, without doing it: run, exec, stop, kill,",
      "rm, update, pause or unpause.",
      "With --diff, give an option twice to compare two plans: jcr explain --diff run --net=none --net=veth."
    },
    synopsisHeading = "Usage: jcr explain [--diff] [--format=FORMAT] COMMAND OPTIONS%n",
    customSynopsis = "")
final class ExplainCommand implements Callable<Integer> {
  /// The commands that can be explained.
  static final List<String> EXPLAINED =
      List.of("run", "exec", "stop", "kill", "rm", "update", "pause", "unpause");

  private final Session session;

  @Option(
      names = "--diff",
      description =
          "Compare the plans for the first and the second value of each option given twice.")
  private boolean diff;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "Output format (default: text).")
  private @Nullable OutputFormat format;

  @Mixin final HelpOption help = new HelpOption();

  @Unmatched private final List<String> command = new ArrayList<>();

  ExplainCommand(Session session) {
    this.session = session;
  }

  /// The command line of `jcr explain`.
  CommandLine line() {
    return new CommandLine(this).setStopAtPositional(true);
  }

  @Override
  public Integer call() {
    List<String> arguments = command;
    int word = TwoCommands.firstWord(session, arguments);
    String name = word < arguments.size() ? arguments.get(word) : "";
    Explained explained = of(name);
    if (explained != null) {
      return explain(name, explained, word);
    }
    if (name.equals("run")) {
      arguments = new ArrayList<>(arguments); // options may stand before it
      arguments.remove(word);
    }
    if (diff) {
      TwoCommands two = TwoCommands.split(session, arguments);
      diff(two, run(two.first()), run(two.second()));
      return 0;
    }
    RunCommand run = new RunCommand(session, FfmLibc::new);
    if (parse(run.line(), arguments)) {
      PlanJson.print(session.out(), run.plan(), format(run));
    }
    return 0;
  }

  /// The command of that name, if it is about existing containers.
  private @Nullable Explained of(String name) {
    SessionTrace trace = new SessionTrace(session);
    return switch (name) {
      case "exec" -> new ExecCommand(session, trace);
      case "stop" -> new StopCommand(session, trace);
      case "kill" -> new KillCommand(session, trace);
      case "rm" -> new RmCommand(session, trace);
      case "update" -> new UpdateCommand(session);
      case "pause" -> PauseCommand.pause(session, trace);
      case "unpause" -> PauseCommand.unpause(session, trace);
      default -> null;
    };
  }

  /// @param word where the command's name stands
  private int explain(String name, Explained explained, int word) {
    if (diff) {
      throw new UsageException("--diff: compares runs only, not " + name);
    }
    List<String> arguments = new ArrayList<>(command);
    arguments.remove(word);
    CommandLine line = explained.line();
    new OptionTable(line)
        .choice(
            "--format",
            "text|json",
            "Output format of jcr explain (default: text).",
            OutputFormat.class,
            given -> format = given);
    if (!parse(line, arguments)) {
      return 0;
    }
    Explained.Explanation explanation = explained.explain();
    PlanJson.print(session.out(), explanation.plan(), format == null ? OutputFormat.TEXT : format);
    return explanation.status();
  }

  /// Both plans are for one name: a name that is made up for each would make every step differ.
  private void diff(TwoCommands two, RunCommand first, RunCommand second) {
    String name = MadeUpName.next();
    first.nameUnlessNamed(name);
    second.nameUnlessNamed(name);
    PlanDiff.of(first.plan(), second.plan(), two).print(format(first), session, new FfmLibc());
  }

  /// `--format` may stand before `run` or behind it.
  private OutputFormat format(RunCommand run) {
    return format != null ? format : run.format().orElse(OutputFormat.TEXT);
  }

  private RunCommand run(List<String> arguments) {
    RunCommand run = new RunCommand(session, FfmLibc::new);
    boolean _ = parse(run.line(), arguments);
    return run;
  }

  /// @return whether there is something to explain; not, if only the command's help was wanted
  private boolean parse(CommandLine line, List<String> arguments) {
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new UsageException(UnknownOption.sentence(e));
    }
    if (line.isUsageHelpRequested()) {
      new OptionTable("jcr", new Object()).line().addSubcommand(line.getCommandName(), line);
      line.usage(session.out());
      return false;
    }
    return true;
  }
}
