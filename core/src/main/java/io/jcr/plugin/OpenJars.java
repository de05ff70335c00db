package io.jcr.plugin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plugin jars that are open, each with its class loader. A catalogue has its own, which it closes;
/// a resident planner has one for all of its sessions, for jcr's own plugins only: their classes
/// are loaded and compiled once, their objects are made anew for each session.
public final class OpenJars {
  private record Opened(FoundJar jar, LoadedPlugin plugin) {}

  private final JarPluginManager manager = new JarPluginManager();
  private final Map<Path, Opened> opened = new HashMap<>();

  /// Opens a jar, if that was not done yet.
  ///
  /// @return null when another jar was at its place by then, whose classes are those that are
  ///   loaded
  synchronized @Nullable LoadedPlugin open(FoundJar jar, PluginDescription description) {
    Opened known = opened.get(jar.path());
    if (known == null) {
      LoadedPlugin plugin = new LoadedPlugin(jar.path(), manager.load(jar, description));
      opened.put(jar.path(), new Opened(jar, plugin));
      return plugin;
    }
    return known.jar().equals(jar) ? known.plugin() : null;
  }

  /// Closes them. Nothing that they have brought can be used any more.
  synchronized void close() {
    manager.closeJars();
  }
}
