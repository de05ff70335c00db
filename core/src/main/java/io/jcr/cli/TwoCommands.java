package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.RunOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/// Two command lines in one: an option that is given twice has its first value in the first and its
/// second in the second.
///
/// @param first the arguments of the first
/// @param second the arguments of the second
/// @param firstLabel the options that only the first has
/// @param secondLabel the options that only the second has
record TwoCommands(List<String> first, List<String> second, String firstLabel, String secondLabel) {
  /// Options of `jcr run` that stand alone; all others take a value.
  private static Set<String> switches(Session session) {
    OptionTable table = new OptionTable("run", new Object());
    new RunOptions(session.jcr().spis()).declare(table);
    new PluginOptions(session).declare(table);
    CommandSpec run = table.line().getCommandSpec();
    Set<String> names = new HashSet<>(run.negatedOptionsMap().keySet());
    run.options().stream()
        .filter(option -> option.arity().max() == 0)
        .forEach(option -> names.addAll(List.of(option.names())));
    return names;
  }

  /// Where the first word stands that is neither an option nor an option's value, or `--`; behind
  /// the last when there is none.
  static int firstWord(Session session, List<String> arguments) {
    Set<String> switches = switches(session);
    int next = 0;
    while (isOption(arguments, next)) {
      next = behindOption(switches, arguments, next);
    }
    return next;
  }

  private static boolean isOption(List<String> arguments, int at) {
    return at < arguments.size()
        && arguments.get(at).startsWith("-")
        && !arguments.get(at).equals("--");
  }

  private static int behindOption(Set<String> switches, List<String> arguments, int at) {
    String option = arguments.get(at);
    boolean takesNext =
        !option.contains("=") && !switches.contains(option) && at + 1 < arguments.size();
    return at + (takesNext ? 2 : 1);
  }

  /// Splits `arguments`. Those behind the options belong to both.
  ///
  /// @throws UsageException when no option is given twice
  static TwoCommands split(Session session, List<String> arguments) {
    List<List<String>> options = new ArrayList<>();
    Set<String> switches = switches(session);
    int next = 0;
    while (isOption(arguments, next)) {
      int behind = behindOption(switches, arguments, next);
      options.add(arguments.subList(next, behind));
      next = behind;
    }
    Map<String, Integer> count = new HashMap<>();
    options.forEach(option -> count.merge(name(option), 1, Integer::sum));
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    List<String> firstLabel = new ArrayList<>();
    List<String> secondLabel = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (List<String> option : options) {
      boolean twice = count.getOrDefault(name(option), 0) == 2;
      boolean again = seen.merge(name(option), 1, Integer::sum) > 1;
      if (!twice || !again) {
        first.addAll(option);
      }
      if (!twice || again) {
        second.addAll(option);
      }
      if (twice) {
        (again ? secondLabel : firstLabel).add(String.join(" ", option));
      }
    }
    if (firstLabel.isEmpty()) {
      throw new UsageException(
          "--diff: no option is given twice: for instance jcr explain --diff run --net=none --net=veth");
    }
    List<String> rest = arguments.subList(next, arguments.size());
    first.addAll(rest);
    second.addAll(rest);
    return new TwoCommands(
        List.copyOf(first),
        List.copyOf(second),
        String.join(" ", firstLabel),
        String.join(" ", secondLabel));
  }

  private static String name(List<String> option) {
    String text = option.getFirst();
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }
}
