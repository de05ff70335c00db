package io.jcr.plugin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Open plugin jars, each with its class loader. A catalog has its own set, which it closes. A
/// resident planner has one set for all its sessions, for jcr's own plugins only: their classes are
/// loaded and compiled once, while their objects are created for each session.
public final class OpenJars {
  private record Opened(FoundJar jar, LoadedPlugin plugin) {}

  private final JarPluginManager manager = new JarPluginManager();
  private final Map<Path, Opened> opened = new HashMap<>();

  /// Opens a jar, unless it is open already.
  ///
  /// @return null when the classes already loaded come from a different jar at the same path
  synchronized @Nullable LoadedPlugin open(FoundJar jar, PluginDescription description) {
    Opened known = opened.get(jar.path());
    if (known == null) {
      LoadedPlugin plugin = new LoadedPlugin(jar.path(), manager.load(jar, description));
      opened.put(jar.path(), new Opened(jar, plugin));
      return plugin;
    }
    return known.jar().equals(jar) ? known.plugin() : null;
  }

  /// Closes them. Nothing they provided can be used afterwards.
  synchronized void close() {
    manager.closeJars();
  }
}
