package io.jcr.cli;

import io.jcr.linux.FfmLibc;
import io.jcr.spi.CommandProvider;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The sub-commands that plugins bring. They are looked for when jcr has none of the name itself.
///
/// @param all sorted by name
record PluginCommands(List<CommandProvider> all) {
  /// Opens the plugin jars.
  static PluginCommands load() {
    return new PluginCommands(RunModule.catalog(new HostOptions(), new FfmLibc()).commands());
  }

  /// The command that is called `name`.
  Optional<CommandProvider> find(String name) {
    return all.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /// The names, with `before` before each.
  String names(String before) {
    StringBuilder names = new StringBuilder();
    all.forEach(command -> names.append(before).append(command.name()));
    return names.toString();
  }

  /// Adds them to what `jcr --help` lists.
  void describe(CommandLine jcr) {
    for (CommandProvider command : all) {
      CommandSpec spec = CommandSpec.create();
      spec.usageMessage().description(command.summary() + ".");
      jcr.addSubcommand(command.name(), spec);
    }
  }
}
