package io.jcr.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What picocli says of a command line that it does not understand, with what was probably meant.
public final class UnknownOption {
  private static final Set<String> WITH_DOCKERS = Set.of("run", "create");

  private UnknownOption() {}

  /// The sentence.
  public static String sentence(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
      String typed = unmatched.getUnmatched().getFirst();
      return hint(typed, e.getCommandLine().getCommandSpec())
          .map(hint -> "Unknown option: '" + typed + "' (" + hint + ")")
          .orElse(message);
    }
    return message;
  }

  private static Optional<String> hint(String typed, CommandSpec command) {
    int equals = typed.indexOf('=');
    String option = equals < 0 ? typed : typed.substring(0, equals);
    boolean dockers = WITH_DOCKERS.contains(command.name());
    Optional<String> word = dockers ? DockerWords.option(option) : Optional.empty();
    return word.or(() ->
        option.startsWith("--")
            ? Nearest.of(option, names(command)).map(name -> "did you mean " + name + "?")
            : Optional.empty());
  }

  /// The long names that `--help` shows.
  private static List<String> names(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        for (String name : option.names()) {
          if (name.startsWith("--")) {
            names.add(name);
          }
        }
      }
    }
    names.addAll(command.negatedOptionsMap().keySet());
    return names;
  }
}
