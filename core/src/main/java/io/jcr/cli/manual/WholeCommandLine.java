package io.jcr.cli.manual;

import io.jcr.spi.BackendOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/// jcr's command line, with what plugins bring.
public final class WholeCommandLine {
  private final Map<String, Values> backends = new LinkedHashMap<>();
  private final List<BackendOption> limits = new ArrayList<>();
  private final List<CommandPage> plugins = new ArrayList<>();
  private final Set<String> choosing = new HashSet<>();

  /// The backends of an SPI.
  ///
  /// @param option that selects one, without its hyphens
  /// @param options those of each backend, by the name that the command line has for it
  public void addBackends(String option, Map<String, List<BackendOption>> options) {
    backends.put(option, OptionValues.backends(options));
  }

  /// The limits that only a limiter knows.
  public void addLimits(List<BackendOption> described) {
    limits.addAll(described);
  }

  /// A command of a plugin; the backends come before it.
  ///
  /// @param help what it prints for `--help`
  public void addPluginCommand(String name, String summary, String help) {
    plugins.add(
        new HelpText(new OptionValues(backends, limits)).read(List.of(name), summary, help));
  }

  /// A command on whose command line backends stand between the options: `net=none,veth`.
  public void addChoosing(String name) {
    choosing.add(name);
  }

  /// All of it.
  ///
  /// @param jcr the command line of jcr itself
  public CommandPage page(CommandLine jcr) {
    OptionValues values = new OptionValues(backends, limits);
    CommandPage own = new CommandReader(values).read(List.of(), jcr);
    List<CommandPage> children = new ArrayList<>(own.children());
    choosing.forEach(name -> replace(children, name, page -> page.choosing(values.axes())));
    children.addAll(plugins);
    return own.with(children);
  }

  /// The same, where `explain run` takes what `run` does: not a command of its own, but words that
  /// shells complete.
  ///
  /// @param explained the commands that can be explained
  public CommandPage forShells(CommandLine jcr, List<String> explained) {
    CommandPage all = page(jcr);
    List<CommandPage> children = new ArrayList<>(all.children());
    List<CommandPage> below =
        all.children().stream()
            .filter(child -> explained.contains(child.words()))
            .map(child -> child.calledBy(List.of("explain", child.words())))
            .toList();
    replace(children, "explain", explain -> explain.with(below));
    return all.with(children);
  }

  private static void replace(
      List<CommandPage> pages, String name, UnaryOperator<CommandPage> change) {
    pages.replaceAll(page -> page.path().equals(List.of(name)) ? change.apply(page) : page);
  }
}
