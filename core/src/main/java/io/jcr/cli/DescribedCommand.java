package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.RunOptions;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// A plugin's command whose command line jcr parses, as the plugin describes it.
final class DescribedCommand {
  private static final Set<String> JCRS =
      Set.of("--plugin-dir", "--allow-untrusted-plugins", "--debug", "--help");

  private final Set<String> own = new HashSet<>();
  private final CommandLine line;

  /// @param plugins is told which plugins the command line names
  DescribedCommand(Session session, PluginOptions plugins, String name, CommandSyntax syntax) {
    String[] description =
        syntax.description().stream().map(text -> text.replace("%", "%%")).toArray(String[]::new);
    OptionTable table = new OptionTable(name, this, description).abbreviated();
    for (CommandSyntax.Option option : syntax.options()) {
      own.add(option.name());
      table.described(option);
    }
    if (syntax.runOptions()) {
      new RunOptions(session.jcr().spis()).declare(table);
    } else if (syntax.operands() != CommandSyntax.Operands.NONE) {
      table.commandLine("[COMMAND [ARG...]]", "The command to run.", words -> {});
    }
    new HostOptions(session).declare(table);
    plugins.declare(table);
    line = table.help().line();
    line.getCommandSpec().usageMessage().customSynopsis(syntax.synopsis().replace("%", "%%"));
  }

  /// Its command line.
  CommandLine line() {
    return line;
  }

  /// Adds it to jcr's command line, which is parsed.
  ///
  /// @return whether the arguments ask for help
  /// @throws ParameterException when they do not fit
  boolean wantsHelp(CommandLine jcr, List<String> arguments) {
    jcr.addSubcommand(line.getCommandName(), line);
    List<String> whole = new ArrayList<>(arguments);
    whole.addFirst(line.getCommandName());
    return jcr.parseArgs(whole.toArray(String[]::new)).subcommand().isUsageHelpRequested();
  }

  /// Reads arguments up to the first word that is no option.
  ///
  /// @throws UsageException when they do not fit
  CommandArguments arguments(List<String> arguments) {
    try {
      return read(line.parseArgs(arguments.toArray(String[]::new)));
    } catch (ParameterException e) {
      throw e.getCause() instanceof UsageException cause
          ? cause
          : new UsageException(line.getCommandName() + ": " + e.getMessage());
    }
  }

  private CommandArguments read(ParseResult parsed) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    List<String> ofRun = new ArrayList<>();
    for (OptionSpec option : parsed.matchedOptionsSet()) {
      String name = option.longestName();
      boolean isFlag = option.type() == Boolean.class;
      if (own.contains(name)) {
        options.put(name, isFlag ? List.of() : option.originalStringValues());
      } else if (isFlag && !JCRS.contains(name)) {
        boolean off = option.negatable() && option.typedValues().contains(false);
        ofRun.add(off ? name.replaceFirst("^--", "--no-") : name);
      } else if (!JCRS.contains(name)) {
        option.originalStringValues().forEach(value -> ofRun.add(name + "=" + value));
      }
    }
    List<String> operands =
        parsed.matchedPositionalsSet().stream()
            .flatMap(positional -> positional.originalStringValues().stream())
            .toList();
    List<String> words = parsed.originalArgs();
    int before = words.size() - operands.size() - 1;
    boolean afterDashes = before >= 0 && words.get(before).equals("--");
    return new CommandArguments(options, ofRun, operands, afterDashes);
  }
}
