package io.jcr.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Completion for zsh: what `_arguments` is told of each command.
final class ZshScript {
  private ZshScript() {}

  /// The script.
  ///
  /// @param commands all that there are, each before its sub-commands
  static String of(List<CommandPage> commands) {
    List<String> specs = new ArrayList<>();
    List<String> children = new ArrayList<>();
    for (CommandPage command : commands) {
      specs.add("  " + Script.quoted(command.words()) + ")\n    specs=(");
      specs(command).forEach(spec -> specs.add("      " + spec));
      specs.add("    )\n    ;;");
      if (!command.children().isEmpty()) {
        children.add("  " + Script.quoted(command.words()) + ")\n    commands=(");
        for (CommandPage child : command.children()) {
          String described = child.path().getLast() + ":" + child.summary().replace("\\", "\\\\");
          children.add("      " + Script.quoted(described));
        }
        children.add("    )\n    ;;");
      }
    }
    return new Script("jcr.zsh").with("SPECS", specs).with("SUBCOMMANDS", children).toString();
  }

  private static List<String> specs(CommandPage command) {
    List<String> specs = new ArrayList<>();
    if (command.optionsFirst()) {
      specs.add("-A '-*'");
    }
    for (CommandOption option : command.options()) {
      specs.addAll(option(option));
    }
    if (!command.children().isEmpty()) {
      specs.add("'1: :->command'");
      specs.add("'*:: :->arguments'");
      return specs;
    }
    if (!command.operand().label().isEmpty()) {
      String first = action(command.operand().first());
      String rest = action(command.operand().rest());
      specs.add(Script.quoted("1:" + escaped(command.operand().label()) + ":" + first));
      if (!rest.isEmpty()) {
        specs.add(Script.quoted("*:" + escaped(command.operand().label()) + ":" + rest));
      }
    }
    return specs;
  }

  /// One spec for each name; a name excludes the others, unless the option is repeatable.
  private static List<String> option(CommandOption option) {
    List<String> specs = new ArrayList<>();
    List<String> all = new ArrayList<>(option.names());
    all.addAll(option.negatedNames());
    String excluded = option.repeatable() ? "*" : "(" + String.join(" ", all) + ")";
    String described = "[" + escaped(option.description()) + "]";
    for (String name : option.names()) {
      String form = name;
      String value = "";
      if (!option.label().isEmpty()) {
        form += option.optional() ? "=-" : name.startsWith("--") ? "=" : "+";
        value =
            (option.optional() ? "::" : ":")
                + escaped(option.label())
                + ":"
                + action(option.values());
      }
      specs.add(Script.quoted(excluded + form + described + value));
    }
    option.negatedNames().forEach(name -> specs.add(Script.quoted(excluded + name + described)));
    return specs;
  }

  private static String action(Values values) {
    String words = escaped(String.join(" ", values.words()));
    return switch (values.kind()) {
      case NONE -> " ";
      case FILES -> "_files";
      case DIRECTORIES -> "_files -/";
      case VARIABLES -> "_parameters -g \"*export*\"";
      case CONTAINERS, RUNNING, STOPPED ->
          " _jcr_containers " + values.kind().name().toLowerCase(Locale.ROOT);
      case WORDS -> " _jcr_words " + words;
      case LIST -> " _jcr_list " + words;
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\:").replace("[", "\\[").replace("]", "\\]");
  }
}
