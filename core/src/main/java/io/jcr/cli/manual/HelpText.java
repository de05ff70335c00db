package io.jcr.cli.manual;

import io.jcr.cli.manual.CommandPage.Operand;
import io.jcr.cli.manual.CommandPage.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a command off what it prints for `--help`. Commands of plugins parse their arguments
/// themselves: their options are known from nowhere else. Text that is laid out in another way than
/// picocli's or GNU's gives a command without options.
///
/// @param values what there is to choose from
record HelpText(OptionValues values) {
  private static final Pattern OPTION =
      Pattern.compile(
          " {2,}(-\\w)?(?:, )?(--[a-z][a-z0-9-]*)?(?:(\\[?)=(\\S*?)\\]?)?(?: {2,}(.*)| ?)");

  /// The command.
  ///
  /// @param path the words that call it
  /// @param summary what it does, in one line
  /// @param help what it prints
  CommandPage read(List<String> path, String summary, String help) {
    List<String> lines = help.lines().toList();
    int at = 0;
    while (at < lines.size() && !isText(lines.get(at))) {
      at++; // the usage, with the lines in which it goes on
    }
    StringBuilder prose = new StringBuilder();
    while (at < lines.size() && isText(lines.get(at))) {
      prose.append(lines.get(at++)).append(' ');
    }
    List<CommandOption> options = options(lines.subList(at, lines.size()));
    List<String> description = new ArrayList<>(List.of(summary));
    if (!prose.isEmpty()) {
      description.add(prose.toString().strip());
    }
    return new CommandPage(
        path,
        description,
        "jcr " + String.join(" ", path) + " [OPTIONS]",
        List.of(new Section("", options)),
        Operand.NONE,
        false,
        List.of(),
        List.of());
  }

  private static boolean isText(String line) {
    return !line.isBlank() && !line.startsWith(" ") && !line.startsWith("Usage:");
  }

  private List<CommandOption> options(List<String> lines) {
    List<CommandOption> options = new ArrayList<>();
    for (int at = 0; at < lines.size(); ) {
      Matcher option = OPTION.matcher(lines.get(at++));
      if (!option.matches() || (option.group(1) == null && option.group(2) == null)) {
        continue;
      }
      StringBuilder description = new StringBuilder(text(option.group(5)));
      while (at < lines.size() && isContinuation(lines.get(at))) {
        description.append(' ').append(lines.get(at++).strip());
      }
      options.add(option(option, description.toString().strip()));
    }
    return options;
  }

  /// Descriptions stand further to the right than all options.
  private static boolean isContinuation(String line) {
    return line.startsWith(" ".repeat(10)) && !line.strip().startsWith("--");
  }

  private CommandOption option(Matcher found, String description) {
    List<String> names = new ArrayList<>();
    for (int group = 1; group <= 2; group++) {
      if (found.group(group) != null) {
        names.add(found.group(group));
      }
    }
    String label = text(found.group(4));
    return new CommandOption(
        names,
        false,
        label,
        "[".equals(found.group(3)),
        description.contains("epeatable"),
        description,
        label.equals("DIR") ? Values.DIRECTORIES : values.of(names, label, false));
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }
}
