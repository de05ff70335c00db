package io.jcr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.cli.manual.CommandPage;
import io.jcr.cli.manual.CompletionScript;
import io.jcr.cli.manual.ManPage;
import io.jcr.cli.manual.WholeCommandLine;
import io.jcr.cli.session.Session;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.IndexStore;
import io.jcr.plugin.PluginFolder;
import io.jcr.plugin.Trust;
import io.jcr.spi.CommandProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Writes the distribution's man pages and completion scripts: the build runs it. Only bundled
/// plugins are in them, whatever else is on the machine that builds.
final class ManualWriter {
  private static final Session SESSION = Session.ofProcess(List.of());

  private ManualWriter() {}

  /// Writes them.
  ///
  /// @param args the folder of plugins, the directory `share`, the date of the pages
  /// @throws IOException when a file cannot be written
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    PluginFolder folder = new PluginFolder(Path.of(args[0]), PluginFolder.Origin.DISTRIBUTION);
    BackendCatalog catalog =
        new BackendCatalog(List.of(folder), Trust.inEverything(), IndexStore.none());
    CommandLine own = Main.wholeLine(SESSION);
    WholeCommandLine whole =
        CompletionCommand.whole(SESSION, catalog, own, name -> help(catalog, name));
    Path share = Path.of(args[1]);
    List<CommandPage> pages = whole.page(own).all();
    Set<String> names = pages.stream().map(CommandPage::pageName).collect(Collectors.toSet());
    for (CommandPage page : pages) {
      write(
          share.resolve("man/man1/" + page.pageName() + ".1"),
          new ManPage(page, Main.version(), args[2], names).toString());
    }
    for (CompletionScript shell : CompletionScript.values()) {
      write(share.resolve(shell.place()), shell.of(whole.forShells(own, ExplainCommand.EXPLAINED)));
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  /// What a command of a plugin prints for `--help`, in this JVM: jcr is not there yet to be run.
  private static String help(BackendCatalog catalog, String name) {
    CommandProvider command = catalog.command(name).orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      InstalledJcr jcr = new InstalledJcr(SESSION, new PluginOptions(SESSION));
      int status = command.run(List.of("--help"), jcr);
      if (status != 0) {
        throw new IllegalStateException("jcr " + name + " --help: exit status " + status);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("jcr " + name + " --help", e);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
