package io.jcr.plugin;

import io.jcr.api.PluginException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Searches the folders. An index says what is in a jar; a jar that is in no index is opened once,
/// and the index rewritten.
final class PluginSearch {
  private final Trust trust;
  private final IndexStore store;
  private final CallWatch watch;
  private final List<FoundPlugin> found = new ArrayList<>();
  private final List<String> news = new ArrayList<>();

  PluginSearch(List<PluginFolder> folders, Trust trust, IndexStore store, CallWatch watch) {
    this.watch = watch;
    this.trust = trust;
    this.store = store;
    for (PluginFolder folder : folders) {
      look(folder);
    }
    shadow();
  }

  /// In the order of the folders; sorted by name within each.
  List<FoundPlugin> found() {
    return found;
  }

  /// Notices to print once, when a jar is first seen.
  List<String> news() {
    return news;
  }

  private void look(PluginFolder folder) {
    List<FoundJar> jars = FoundJar.in(folder);
    if (jars.isEmpty()) {
      return;
    }
    trust.require(folder.path());
    FolderIndex index = store.read(folder, jars);
    boolean learned = false;
    int begin = found.size();
    for (FoundJar jar : jars) {
      PluginDescription known = index.get(jar);
      learned |= known == null ? inspect(jar, jars, index) : accept(jar, known);
    }
    rejectTwins(found.subList(begin, found.size()));
    if (learned) {
      store.write(folder, jars, index);
    }
  }

  private boolean accept(FoundJar jar, PluginDescription description) {
    boolean fine = description.problems().isEmpty();
    found.add(
        new FoundPlugin(
            jar,
            description,
            fine ? FoundPlugin.State.READY : FoundPlugin.State.REJECTED,
            fine ? "" : String.join("; ", description.problems())));
    return false;
  }

  /// Whether the index has learned something.
  private boolean inspect(FoundJar jar, List<FoundJar> ofFolder, FolderIndex index) {
    try {
      jar.requireTrust(trust);
    } catch (PluginException e) {
      found.add(
          new FoundPlugin(
              jar,
              PluginDescription.unusable(""),
              FoundPlugin.State.UNTRUSTED,
              String.valueOf(e.getMessage())));
      return false;
    }
    JarInspection.Result result = opened(jar, ofFolder, index);
    accept(jar, result.description());
    result.description().notes().forEach(note -> news.add("plugin " + jar.path() + ": " + note));
    if (result.lasting()) {
      index.put(jar, result.description());
    }
    return result.lasting();
  }

  /// Runs its code for the first time. If that ends the JVM, this is remembered, and the next run
  /// does not touch the jar.
  private JarInspection.Result opened(FoundJar jar, List<FoundJar> ofFolder, FolderIndex index) {
    Thread atExit =
        Thread.ofPlatform()
            .unstarted(() -> {
              index.put(jar, JarInspection.fatal());
              store.write(jar.folder(), ofFolder, index);
            });
    Runtime.getRuntime().addShutdownHook(atExit);
    watch.entered("plugin " + jar.path());
    JarInspection.Result result =
        jar.isProgram()
            ? ProgramInspection.of(jar, store.spis())
            : JarInspection.of(jar, store.spis());
    watch.left();
    Runtime.getRuntime().removeShutdownHook(atExit);
    return result;
  }

  /// Nothing makes one of two jars in the same folder the right one.
  private static void rejectTwins(List<FoundPlugin> ofFolder) {
    Map<String, FoundPlugin> first = new HashMap<>();
    for (FoundPlugin plugin : ofFolder) {
      FoundPlugin other = plugin.id().isEmpty() ? null : first.putIfAbsent(plugin.id(), plugin);
      if (other != null) {
        plugin.reject(twice(plugin, other));
        if (other.isReady()) {
          other.reject(twice(other, plugin));
        }
      }
    }
  }

  private static String twice(FoundPlugin plugin, FoundPlugin other) {
    return "another jar has its Plugin-Id '" + plugin.id() + "', " + other.path() + ": remove one";
  }

  /// Earlier folders take precedence, as in PATH.
  private void shadow() {
    Map<String, FoundPlugin> first = new HashMap<>();
    for (FoundPlugin plugin : found) {
      FoundPlugin earlier = plugin.isReady() ? first.putIfAbsent(plugin.id(), plugin) : null;
      if (earlier != null) {
        plugin.shadow(earlier.path() + " has the same Plugin-Id, and its folder comes first");
      }
    }
  }
}
