package io.jcr.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Completion for bash: tables for a function that reads the command line.
final class BashScript {
  private BashScript() {}

  /// The script.
  ///
  /// @param commands all that there are, each before its sub-commands
  static String of(List<CommandPage> commands) {
    List<String> children = new ArrayList<>();
    List<String> options = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    List<String> mixed = new ArrayList<>();
    for (CommandPage command : commands) {
      String path = command.words();
      if (!command.children().isEmpty()) {
        List<String> names = command.children().stream().map(c -> c.path().getLast()).toList();
        children.add(entry(Script.quoted(path), String.join(" ", names)));
      }
      options.add(entry(Script.quoted(path), String.join(" ", offered(command))));
      valuesByOption(command)
          .forEach((value, cases) -> values.add(entry(String.join(" | ", cases), value)));
      addOperand(operands, path + " 0", command.operand().first());
      addOperand(operands, path + " 1", command.operand().rest());
      if (!command.optionsFirst()) {
        mixed.add(Script.quoted(path));
      }
    }
    return new Script("jcr.bash")
        .with("SUBCOMMANDS", children)
        .with("OPTIONS", options)
        .with("VALUES", values)
        .with("OPERANDS", operands)
        .with("MIXED", String.join(" | ", mixed))
        .toString();
  }

  private static String entry(String pattern, String reply) {
    return "  " + pattern + ") REPLY=" + Script.quoted(reply) + " ;;";
  }

  /// All names; long ones with `=` where a value follows.
  private static List<String> offered(CommandPage command) {
    List<String> offered = new ArrayList<>();
    for (CommandOption option : command.options()) {
      for (String name : option.names()) {
        offered.add(name.startsWith("--") && option.takesNextWord() ? name + "=" : name);
      }
      offered.addAll(option.negatedNames());
    }
    return offered;
  }

  private static Map<String, List<String>> valuesByOption(CommandPage command) {
    Map<String, List<String>> cases = new LinkedHashMap<>();
    for (CommandOption option : command.options()) {
      if (!option.label().isEmpty()) {
        String value = (option.optional() ? "optional " : "") + reply(option.values());
        List<String> same = cases.computeIfAbsent(value, _ -> new ArrayList<>());
        option.names().forEach(name -> same.add(Script.quoted(command.words() + " " + name)));
      }
    }
    return cases;
  }

  private static void addOperand(List<String> operands, String pattern, Values values) {
    if (values.kind() != Values.Kind.NONE) {
      operands.add(entry(Script.quoted(pattern), reply(values)));
    }
  }

  /// The kind, and the words.
  private static String reply(Values values) {
    String kind = values.kind().name().toLowerCase(Locale.ROOT);
    return values.words().isEmpty() ? kind : kind + " " + String.join(" ", values.words());
  }
}
