package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.manual.CompletionScript;
import io.jcr.cli.manual.WholeCommandLine;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.PluginService;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Spi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/// `jcr completion SHELL`: prints a script that makes a shell complete jcr's command lines, with
/// the backends and commands of the plugins that there are.
final class CompletionCommand implements Callable<Integer> {
  private final Session session;
  private final PluginOptions plugins;
  private List<String> words = List.of();

  CompletionCommand(Session session) {
    this.session = session;
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr completion`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "completion", this, "Prints a script that makes a shell complete jcr's command lines.");
    plugins.declare(table);
    return table
        .example("For this shell:", "source <(jcr completion bash)")
        .help()
        .words("bash|zsh|fish", "The shell.", given -> words = given)
        .line();
  }

  @Override
  public Integer call() {
    BackendCatalog catalog = plugins.catalog(new HostOptions(session).stateRoot(), new FfmLibc());
    InstalledJcr jcr = new InstalledJcr(session, plugins);
    CommandLine own = Main.wholeLine(session);
    CompletionScript shell = shell();
    session
        .out()
        .print(
            shell.of(
                whole(session, catalog, own, jcr::help).forShells(own, ExplainCommand.EXPLAINED)));
    return 0;
  }

  /// What plugins bring.
  ///
  /// @param own the command line of jcr; the commands are added whose command lines it parses
  /// @param help what another plugin's command of this name prints for `--help`
  static WholeCommandLine whole(
      Session session, BackendCatalog catalog, CommandLine own, UnaryOperator<String> help) {
    WholeCommandLine whole = new WholeCommandLine();
    for (Spi<?> spi : session.jcr().spis()) {
      Map<String, List<BackendOption>> options = new LinkedHashMap<>();
      for (PluginService service : catalog.services(spi.type())) {
        options.put(catalog.callName(service, spi.type()), catalog.options(service, spi.type()));
        if (spi.type() == ResourceLimiter.class) {
          whole.addLimits(catalog.ownLimits(service));
        }
      }
      whole.addBackends(spi.option(), options);
    }
    for (PluginService command : catalog.services(CommandProvider.class)) {
      String name = catalog.callName(command, CommandProvider.class);
      Optional<CommandSyntax> syntax = catalog.syntax(command);
      if (syntax.isEmpty()) {
        whole.addPluginCommand(name, command.summary(), help.apply(name));
        continue;
      }
      PluginOptions plugins = new PluginOptions(session);
      own.addSubcommand(name, new DescribedCommand(session, plugins, name, syntax.get()).line());
      if (syntax.get().operands() == CommandSyntax.Operands.BACKENDS) {
        whole.addChoosing(name);
      }
    }
    return whole;
  }

  private CompletionScript shell() {
    for (CompletionScript shell : CompletionScript.values()) {
      if (words.size() == 1 && words.getFirst().equals(shell.toString())) {
        return shell;
      }
    }
    String typed = words.isEmpty() ? "" : " " + String.join(" ", words);
    throw new UsageException("completion" + typed + ": expected one of bash, zsh and fish");
  }
}
