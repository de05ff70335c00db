package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.FoundPlugin;
import io.jcr.plugin.PluginFolder;
import io.jcr.plugin.PluginService;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Spi;
import io.jcr.spi.Support;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `jcr plugins`: every plugin jar that is found, what it brings, and whether that works here.
final class PluginsCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private final PluginOptions plugins;
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> names = List.of();

  PluginsCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr plugins`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "plugins",
            this,
            "Lists every plugin jar: what it provides and whether that can run here, or why it is not"
                + " used. With names, describes these backends and their options.");
    host.declare(table);
    plugins.declare(table);
    return table
        .choice(
            "--format",
            "text|json",
            "Output format (default: text).",
            OutputFormat.class,
            given -> format = given)
        .help()
        .words(
            "[NAME...]", "Backends to describe, such as veth or net=veth.", words -> names = words)
        .line()
        .addSubcommand("verify", new VerifyCommand(session, plugins).line());
  }

  /// A backend of a plugin.
  ///
  /// @param spi its SPI
  /// @param callName by which the command line calls it
  /// @param service its name and class
  /// @param support whether it works here
  /// @param description what it is, or empty
  /// @param options those that it describes
  /// @param ownLimits those that only it knows, if it is a limiter
  record Offered(
      Spi<?> spi,
      String callName,
      PluginService service,
      Support support,
      String description,
      List<BackendOption> options,
      List<BackendOption> ownLimits) {
    /// How the command line selects it: `--net=veth`.
    String selection() {
      return "--" + spi.option() + "=" + callName;
    }

    /// Whether a user may mean it: by `veth`, `net=veth` or `--net=veth`.
    boolean isCalled(String text) {
      return text.equals(callName)
          || text.equals(service.name())
          || selection().equals(text)
          || selection().equals("--" + text);
    }
  }

  @Override
  public Integer call() {
    List<PluginFolder> folders = plugins.inOrder();
    BackendCatalog catalog = plugins.find(host.stateRoot(), new FfmLibc());
    List<Offered> backends = new ArrayList<>();
    LinuxHostFacts facts = new LinuxHostFacts();
    for (Spi<?> spi : session.jcr().spis()) {
      for (PluginService service : catalog.services(spi.type())) {
        String name = catalog.callName(service, spi.type());
        backends.add(
            new Offered(
                spi,
                name,
                service,
                catalog.probe(service, spi.type(), facts),
                catalog.description(service, spi.type()),
                catalog.options(service, spi.type()),
                ownLimits(catalog, spi, service)));
      }
    }
    if (!names.isEmpty()) {
      List<Offered> named = named(backends);
      switch (format) {
        case TEXT -> named.forEach(backend -> session.out().print(BackendHelp.of(backend)));
        case JSON -> PluginsJson.print(session.out(), named);
      }
      return 0;
    }
    switch (format) {
      case TEXT -> printText(folders, catalog, backends);
      case JSON -> PluginsJson.print(session.out(), folders, catalog, backends);
    }
    return 0;
  }

  private static List<BackendOption> ownLimits(
      BackendCatalog catalog, Spi<?> spi, PluginService service) {
    return spi.type() == ResourceLimiter.class ? catalog.ownLimits(service) : List.of();
  }

  private List<Offered> named(List<Offered> backends) {
    List<Offered> named = new ArrayList<>();
    for (String name : names) {
      List<Offered> called = backends.stream().filter(one -> one.isCalled(name)).toList();
      if (called.isEmpty()) {
        String all = backends.stream().map(Offered::callName).collect(Collectors.joining(", "));
        throw new UsageException("plugins: no backend '" + name + "': choose from " + all);
      }
      named.addAll(called);
    }
    return named;
  }

  private void printText(
      List<PluginFolder> folders, BackendCatalog catalog, List<Offered> backends) {
    for (PluginFolder folder : folders) {
      List<FoundPlugin> here =
          catalog.plugins().stream().filter(p -> p.folder().equals(folder)).toList();
      boolean missing = !Files.isDirectory(folder.path());
      String empty = missing ? ": no such folder" : here.isEmpty() ? ": no plugins" : "";
      session.out().println(folder.path() + " (" + folder.origin() + ")" + empty);
      for (FoundPlugin plugin : here) {
        printPlugin(plugin, catalog, backends);
      }
    }
  }

  private void printPlugin(FoundPlugin plugin, BackendCatalog catalog, List<Offered> backends) {
    var about = plugin.description();
    String what = about.id().isEmpty() ? "" : about.id() + " " + about.version();
    String by = about.provider().isEmpty() ? "" : " by " + about.provider();
    String spi = about.requires().isEmpty() ? "" : ", SPI " + about.requires();
    String state = plugin.state().name().toLowerCase(Locale.ROOT);
    row("  ", state, (plugin.folder().path().relativize(plugin.path()) + "  " + what + by + spi));
    if (!plugin.reason().isEmpty()) {
      row("    ", "why", plugin.reason());
    }
    for (Offered backend : backends) {
      if (backend.service().plugin() == plugin) {
        row("    ", backend.selection(), inWords(backend.support()));
      }
    }
    for (PluginService command : catalog.services(CommandProvider.class)) {
      if (command.plugin() == plugin) {
        String name = catalog.callName(command, CommandProvider.class);
        row("    ", "jcr " + name, command.summary());
      }
    }
    about.notes().forEach(note -> row("    ", "note", note));
  }

  static String inWords(Support support) {
    return switch (support) {
      case Support.Supported _ -> "runs here";
      case Support.Unsupported(String reason, String remedy) ->
          "cannot run here: " + reason + " (" + remedy + ")";
    };
  }

  private void row(String indent, String first, String second) {
    int width = indent.length() == 2 ? 9 : 24;
    String line = String.format(Locale.ROOT, "%-" + width + "s %s", first, second).stripTrailing();
    session.out().println(indent + line.replaceAll("\\p{Cntrl}", "?")); // a manifest may hold any
  }
}
