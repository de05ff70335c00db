package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.container.ExecCommand;
import io.jcr.cli.option.HelpOption;
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
/// side by side.
@Command(
    name = "explain",
    description = {
      "Shows what 'jcr run' or 'jcr exec' with the same options would do, without doing it.",
      "With --diff, give an option twice to compare two plans: jcr explain --diff run --net=none --net=veth."
    },
    synopsisHeading = "Usage: jcr explain [--diff] [--format=FORMAT] run|exec OPTIONS%n",
    customSynopsis = "")
final class ExplainCommand implements Callable<Integer> {
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
    if (word < arguments.size() && arguments.get(word).equals("run")) {
      arguments = new ArrayList<>(arguments); // options may stand before it
      arguments.remove(word);
    }
    if (word < arguments.size() && arguments.get(word).equals("exec")) {
      PlanJson.print(session.out(), exec(word).plan(), format == null ? OutputFormat.TEXT : format);
      return 0;
    }
    if (diff) {
      TwoCommands two = TwoCommands.split(session, arguments);
      diff(two, run(two.first()), run(two.second()));
    } else {
      RunCommand run = run(arguments);
      PlanJson.print(session.out(), run.plan(), format(run));
    }
    return 0;
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

  /// @param word where `exec` stands
  private ExecCommand exec(int word) {
    if (diff) {
      throw new UsageException("--diff: compares runs only, not exec");
    }
    List<String> arguments = new ArrayList<>(command);
    arguments.remove(word);
    ExecCommand exec = new ExecCommand(session, new SessionTrace(session));
    parse(exec.line(), arguments);
    return exec;
  }

  private RunCommand run(List<String> arguments) {
    RunCommand run = new RunCommand(session, FfmLibc::new);
    parse(run.line(), arguments);
    return run;
  }

  private static void parse(CommandLine line, List<String> arguments) {
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new UsageException(UnknownOption.sentence(e));
    }
  }
}
