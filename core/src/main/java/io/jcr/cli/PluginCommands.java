package io.jcr.cli;

import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.PluginService;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The sub-commands that plugins bring. They are looked for when jcr has none of the name itself.
/// No jar is opened but that of the command which is called.
///
/// @param session who calls
/// @param catalog what the plugins bring
/// @param options which plugins these are; handed on to each jcr that a command starts
record PluginCommands(Session session, BackendCatalog catalog, PluginOptions options) {
  static PluginCommands load(Session session, PluginOptions options) {
    BackendCatalog catalog = options.catalog(new HostOptions(session).stateRoot(), new FfmLibc());
    catalog.untrusted().forEach(session::say);
    return new PluginCommands(session, catalog, options);
  }

  /// Runs the command that is called `name`.
  ///
  /// @param jcr the command line of jcr, to which it is added if jcr parses it
  /// @return its exit status; empty when there is none of that name
  /// @throws CommandLine.ParameterException when it does not fit what the command describes
  Optional<Integer> run(String name, List<String> arguments, CommandLine jcr)
      throws IOException, InterruptedException {
    Optional<CommandProvider> command = catalog.command(name);
    if (command.isEmpty()) {
      return Optional.empty();
    }
    Optional<CommandSyntax> syntax = command.get().syntax();
    return Optional.of(
        syntax.isEmpty()
            ? command.get().run(arguments, new InstalledJcr(session, options))
            : run(command.get(), syntax.get(), arguments, jcr));
  }

  private int run(
      CommandProvider command, CommandSyntax syntax, List<String> arguments, CommandLine jcr)
      throws IOException, InterruptedException {
    boolean allowed = options.allowsUntrusted();
    DescribedCommand described = new DescribedCommand(session, options, command.name(), syntax);
    List<String> line = new ArrayList<>(options.arguments());
    line.addAll(arguments);
    if (described.wantsHelp(jcr, line)) {
      described.line().usage(session.out());
      return 0;
    }
    if (!allowed && options.allowsUntrusted()) {
      PluginOptions.sayUntrusted(session);
    }
    return command.run(line, new InstalledJcr(session, options, described));
  }

  /// The names, with `before` before each.
  String names(String before) {
    StringBuilder names = new StringBuilder();
    for (PluginService command : all()) {
      names.append(before).append(catalog.callName(command, CommandProvider.class));
    }
    return names.toString();
  }

  /// Adds them to what `jcr --help` lists, and the options that stand before a command.
  void describe(CommandLine jcr) {
    new PluginOptions(session).declare(new OptionTable(jcr));
    for (PluginService command : all()) {
      if (!jcr.getSubcommands().containsKey(command.name())) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(command.summary() + ".");
        jcr.addSubcommand(command.name(), spec);
      }
    }
  }

  private List<PluginService> all() {
    return catalog.services(CommandProvider.class);
  }
}
