package io.jcr.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Completion for fish: a `complete` for each option and word.
final class FishScript {
  private FishScript() {}

  /// The script.
  ///
  /// @param commands all that there are, each before its sub-commands
  static String of(List<CommandPage> commands) {
    List<String> lines = new ArrayList<>();
    List<String> taking = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    List<String> mixed = new ArrayList<>();
    for (CommandPage command : commands) {
      String path = command.words();
      if (!path.isEmpty()) {
        paths.add(quoted(path));
      }
      if (!command.optionsFirst()) {
        mixed.add(quoted(path));
      }
      for (CommandPage child : command.children()) {
        lines.add(
            operand(path, 0) + " -a " + child.path().getLast() + " -d " + quoted(child.summary()));
      }
      for (CommandOption option : command.options()) {
        lines.addAll(option(path, option));
        if (option.takesNextWord()) {
          option.names().forEach(name -> taking.add(quoted(path + " " + name)));
        }
      }
      addOperand(lines, path, 0, command.operand().first());
      addOperand(lines, path, 1, command.operand().rest());
    }
    return new Script("jcr.fish")
        .with("TAKING", String.join(" ", taking))
        .with("PATHS", String.join(" ", paths))
        .with("MIXED", String.join(" ", mixed))
        .with("COMPLETE", lines)
        .toString();
  }

  private static List<String> option(String path, CommandOption option) {
    StringBuilder line = new StringBuilder(on("__jcr_options", quoted(path)));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    String described = " -d " + quoted(option.description());
    List<String> lines = new ArrayList<>();
    lines.add(line + (option.takesNextWord() ? value(option.values()) : "") + described);
    for (String name : option.negatedNames()) {
      lines.add(on("__jcr_options", quoted(path)) + " -l " + name.substring(2) + described);
    }
    return lines;
  }

  private static void addOperand(List<String> lines, String path, int place, Values values) {
    if (values.kind() == Values.Kind.FILES) {
      lines.add(operand(path, place) + " -F");
    } else if (values.kind() != Values.Kind.NONE) {
      lines.add(operand(path, place) + choice(values));
    }
  }

  private static String operand(String path, int place) {
    return on("__jcr_operand", quoted(path) + " " + place);
  }

  private static String on(String test, String arguments) {
    return "complete -c jcr -n " + quoted(test + " " + arguments);
  }

  private static String value(Values values) {
    return switch (values.kind()) {
      case NONE -> " -x";
      case FILES -> " -r -F";
      default -> " -x" + choice(values);
    };
  }

  private static String choice(Values values) {
    List<String> quotedWords = values.words().stream().map(FishScript::quoted).toList();
    String words = String.join(" ", quotedWords);
    String command =
        switch (values.kind()) {
          case NONE, FILES -> "";
          case DIRECTORIES -> "__fish_complete_directories";
          case VARIABLES -> "set -nx";
          case CONTAINERS, RUNNING, STOPPED ->
              "__jcr_names " + values.kind().name().toLowerCase(Locale.ROOT);
          case WORDS -> "__jcr_words " + words;
          case LIST -> "__jcr_list " + words;
        };
    return " -a " + quoted("(" + command + ")");
  }

  /// Between single quotes fish knows two escapes.
  private static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
