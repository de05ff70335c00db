package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.Libc;
import io.jcr.linux.SessionScope;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.IndexStore;
import io.jcr.plugin.PluginFolder;
import io.jcr.plugin.Trust;
import io.jcr.state.StateRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The options of every command that loads plugins. They may also stand before the command: a
/// command that a plugin brings parses its arguments itself.
final class PluginOptions {
  private static final String FOLDER = "--plugin-dir";
  private static final String DEADLINE = "JCR_PLUGIN_DEADLINE";
  private static final String UNTRUSTED = "--allow-untrusted-plugins";

  private final Session session;
  private List<Path> folders = new ArrayList<>();
  private boolean allowUntrusted;
  private @Nullable BackendCatalog said;

  PluginOptions(Session session) {
    this.session = session;
  }

  void declare(OptionTable table) {
    table
        .files(
            FOLDER,
            "DIR",
            "Look for plugins in DIR before $JCR_PLUGIN_PATH, /etc/jcr/plugins and jcr's own; repeatable.",
            given -> folders = given)
        .flag(
            UNTRUSTED,
            "Load plugins even if users other than root can change them.",
            given -> allowUntrusted = given);
  }

  /// Whether jars are loaded whoever can change them.
  boolean allowsUntrusted() {
    return allowUntrusted;
  }

  /// Takes those that stand before the command off `arguments`.
  ///
  /// @return the rest
  /// @throws UsageException when a folder is missing
  List<String> takeFrom(List<String> arguments) {
    int next = 0;
    while (next < arguments.size()) {
      String argument = arguments.get(next);
      if (argument.equals(UNTRUSTED)) {
        allowUntrusted = true;
      } else if (argument.startsWith(FOLDER + "=")) {
        folders.add(Path.of(argument.substring(FOLDER.length() + 1)));
      } else if (argument.equals(FOLDER)) {
        if (++next == arguments.size()) {
          throw new UsageException(FOLDER + ": a folder is missing");
        }
        folders.add(Path.of(arguments.get(next)));
      } else {
        break;
      }
      next++;
    }
    return arguments.subList(next, arguments.size());
  }

  /// The same as arguments, for another jcr, whatever its working directory.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (Path folder : folders) {
      boolean none = folder.toString().isEmpty();
      arguments.add(FOLDER + "=" + (none ? folder : session.resolve(folder)));
    }
    if (allowUntrusted) {
      arguments.add(UNTRUSTED);
    }
    return arguments;
  }

  /// The folders with plugins, in their order.
  ///
  /// @throws UsageException when one of the options is missing
  List<PluginFolder> inOrder() {
    return PluginFolder.inOrder(folders, session.variable("JCR_PLUGIN_PATH"), session.jcr().home());
  }

  /// Looks through the folders, the first time; says which jars cannot be used, but not which are
  /// untrusted.
  BackendCatalog catalog(StateRoot root, Libc libc) {
    BackendCatalog catalog = said;
    if (catalog == null) {
      catalog = find(root, libc);
      said = catalog;
      for (String sentence : catalog.rejected()) {
        session.say(sentence);
      }
    }
    return catalog;
  }

  /// Looks through the folders, for who tells what is in them.
  BackendCatalog find(StateRoot root, Libc libc) {
    if (allowUntrusted) {
      sayUntrusted(session);
    }
    boolean privileged = libc.geteuid() == 0;
    Trust ofRoot = Trust.ofRoot(session.jcr().home());
    IndexStore store =
        new IndexStore(
            session.jcr().spis(), root.pluginIndexes(), ofRoot, privileged && !allowUntrusted);
    Trust trust = privileged && !allowUntrusted ? ofRoot : Trust.inEverything();
    BackendCatalog catalog =
        new BackendCatalog(inOrder(), trust, store, watch(libc), session.jcr().kept());
    SessionScope.atEnd(catalog);
    for (String sentence : catalog.notices()) {
      session.say(sentence);
    }
    return catalog;
  }

  private PluginWatch watch(Libc libc) {
    return watch(
        libc,
        sentence -> {
          session.say(sentence);
          Main.end(session, Main.JCR_FAILED);
        });
  }

  /// Watches calls into plugins.
  ///
  /// @param late is told of a call that does not return in time
  PluginWatch watch(Libc libc, Consumer<String> late) {
    return new PluginWatch(libc, session.variable("JCR_CALLED"), patience(), late);
  }

  /// For tests, and for who has a slow backend.
  private Duration patience() {
    String seconds = session.variable(DEADLINE);
    if (seconds == null) {
      return PluginWatch.PATIENCE;
    }
    try {
      int number = Integer.parseInt(seconds);
      if (number > 0) {
        return Duration.ofSeconds(number);
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new UsageException(
        DEADLINE + "=" + seconds + ": a number of seconds is wanted, 1 to " + Integer.MAX_VALUE);
  }

  /// On every run: nobody shall get used to it without noticing.
  static void sayUntrusted(Session session) {
    session.say(
        UNTRUSTED
            + ": plugins are loaded even if others can change them, and may do whatever jcr may");
  }
}
