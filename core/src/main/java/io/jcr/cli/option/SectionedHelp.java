package io.jcr.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `--help` with some of the options in sections of their own, below the others.
final class SectionedHelp extends Help {
  private final CommandSpec command;
  private final Map<String, List<OptionSpec>> sections;

  /// @param sections the options by heading
  SectionedHelp(CommandSpec command, ColorScheme colours, Map<String, List<OptionSpec>> sections) {
    super(command, colours);
    this.command = command;
    this.sections = sections;
  }

  /// The options by heading.
  Map<String, List<OptionSpec>> sections() {
    return sections;
  }

  @Override
  public String optionList() {
    List<OptionSpec> others = new ArrayList<>(command.options());
    sections.values().forEach(others::removeAll);
    StringBuilder text = new StringBuilder(optionListExcludingGroups(others));
    sections.forEach((heading, options) ->
        text.append(System.lineSeparator())
            .append(heading)
            .append(System.lineSeparator())
            .append(optionListExcludingGroups(options)));
    return text.toString();
  }
}
